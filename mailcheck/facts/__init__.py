"""What a message means and shows: pure functions of the mail, each computed once and only when asked."""
