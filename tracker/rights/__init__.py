"""What a person may demand of those who keep data about them, above every room that keeps some: erasure first."""
