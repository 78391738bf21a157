/// Files that a crash leaves whole. Knows nothing of what is in them.
package io.gatun.file;
