"""What can be done here: one file, one public function, one transaction."""
