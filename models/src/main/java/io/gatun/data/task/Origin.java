package io.gatun.data.task;

import java.util.List;

/// Where a published data set comes from and how its files are called.
///
/// @param name the task's name, which is also the name of its folder
/// @param folders other names of its folder, as the original or other collections have them
/// @param files the names of its files, without `.gz`
/// @param source the archive or collection in which the original is published
record Origin(String name, List<String> folders, List<String> files, String source) {

    /// Copies the names.
    Origin {
        folders = List.copyOf(folders);
        files = List.copyOf(files);
    }
}
