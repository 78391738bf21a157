/// Text to learn from: files, standard input, and the English prose in a JDK's own sources. Knows nothing of
/// tokens, of batches, or of any task but for the classes whose sentences it holds back for tests.
package io.gatun.data.corpus;
