"""What a course keeps over a term: save it, bring it back, delete a student's share."""
