"""What every page of the site shows around its content: departments, languages, footer."""
