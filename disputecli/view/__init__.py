"""View: turns results into screens and files; decides nothing."""
