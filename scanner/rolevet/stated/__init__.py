"""Resources as files state them: what every source that reads files makes its facts with.

A source works out what its language says, under the names of AWS's own fields, and leaves a gap
where the file does not tell. Here, that becomes facts with places, and the ways in which the file
may turn out.
"""
