/// Reads the files in which data sets are published: tables with commas or tabs, tar archives, each gzip or
/// plain. Knows formats, not what the data means.
package io.gatun.data.file;
