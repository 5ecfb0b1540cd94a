"""Looking after an installation: what a machine should be like that people's lives are kept on."""
