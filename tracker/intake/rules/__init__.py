"""Understand spreadsheets of people: pure rules, one small module for each thing a cell can say."""
