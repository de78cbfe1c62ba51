"""Sourced summaries in both languages, who stands where, and the timeline: every line backed by sentences.

What is said is chosen from the documents' own sentences by exact, repeatable rules; the model only puts a chosen
sentence into the other language and tells which side an opinion takes, and each text is checked before it is kept.
"""
