package io.gatun.cuda;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Where to look for CUDA's libraries, in this order:
///
/// 1. the file that the property `cuda.NAME.path` names, and then nowhere else;
/// 2. the folders of the property `cuda.path`;
/// 3. the toolkit in `CUDA_HOME` or `CUDA_PATH`;
/// 4. the `nvidia/*/lib` folders of the Python environment in `VIRTUAL_ENV` or `CONDA_PREFIX`;
/// 5. `/usr/local/cuda`;
/// 6. the system's loader (`LD_LIBRARY_PATH`, the loader's cache).
///
/// The driver belongs to the system: for it only 1, 6 and the folders of containers and of Windows' Linux
/// count, never a toolkit, whose `stubs` folder holds a `libcuda` without a driver behind it.
///
/// @param property reads a system property, or returns null
/// @param environment reads an environment variable, or returns null
record LibrarySearch(UnaryOperator<String> property, UnaryOperator<String> environment) {

    /// What a toolkit calls this platform.
    private static final String TARGET =
            System.getProperty("os.arch").equals("aarch64") ? "sbsa-linux" : "x86_64-linux";

    private static final List<Path> DRIVER_FOLDERS =
            List.of(Path.of("/usr/lib/wsl/lib"), Path.of("/usr/local/nvidia/lib64"));

    /// What came of looking for one library.
    ///
    /// @param library the open library, if one was found
    /// @param searched every place tried before it, each with the reason why it would not do
    record Outcome(Optional<NativeLibrary> library, List<String> searched) {}

    /// The search of this process.
    static LibrarySearch ofSystem() {
        return new LibrarySearch(System::getProperty, System::getenv);
    }

    /// A place to look: a file to try, or why there is none.
    private record Place(Optional<String> file, String why) {

        static Place of(Object file) {
            return new Place(Optional.of(file.toString()), "");
        }

        static Place empty(String why) {
            return new Place(Optional.empty(), why);
        }
    }

    /// Opens the first library that loads, for a driver of CUDA `major` (0 if there is none).
    Outcome open(CudaLibrary library, int major) {
        List<String> searched = new ArrayList<>();
        for (Place place : places(library, major)) {
            if (place.file().isEmpty()) {
                searched.add(place.why());
                continue;
            }
            String file = place.file().get();
            loadSibling(library, file);
            try {
                return new Outcome(Optional.of(NativeLibrary.open(file)), List.copyOf(searched));
            } catch (CudaException e) {
                searched.add(e.getMessage());
            }
        }
        return new Outcome(Optional.empty(), List.copyOf(searched));
    }

    /// Returns the property that names a library's file, if it does: then no other place is tried.
    Optional<String> named(CudaLibrary library) {
        return Optional.of("cuda." + library.label() + ".path").filter(name -> property.apply(name) != null);
    }

    private List<Place> places(CudaLibrary library, int major) {
        Optional<String> named = named(library);
        if (named.isPresent()) {
            return List.of(Place.of(property.apply(named.get())));
        }
        List<String> files = library.files(major);
        List<Place> loader = files.stream().map(Place::of).toList();
        boolean driver = library == CudaLibrary.DRIVER;
        List<Place> places = new ArrayList<>(driver ? loader : List.of());
        for (Path folder : driver ? DRIVER_FOLDERS : folders()) {
            List<Place> present = files.stream()
                    .map(folder::resolve)
                    .filter(Files::exists)
                    .map(Place::of)
                    .toList();
            places.addAll(present.isEmpty() ? List.of(Place.empty(missing(folder, files))) : present);
        }
        places.addAll(driver ? List.of() : loader);
        return places;
    }

    private static String missing(Path folder, List<String> files) {
        return folder + ": " + (Files.isDirectory(folder) ? "no " + String.join(" or ", files) : "no such folder");
    }

    private Set<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        String path = property.apply("cuda.path");
        if (path != null) {
            for (String folder : path.split(":", -1)) {
                if (!folder.isEmpty()) {
                    folders.add(Path.of(folder));
                }
            }
        }
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
            String home = environment.apply(variable);
            if (home != null && !home.isEmpty()) {
                folders.add(Path.of(home, "lib64"));
                folders.add(Path.of(home, "lib"));
                folders.add(Path.of(home, "targets/" + TARGET + "/lib"));
            }
        }
        for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            String home = environment.apply(variable);
            if (home != null && !home.isEmpty()) {
                folders.addAll(wheels(Path.of(home, "lib")));
            }
        }
        folders.add(Path.of("/usr/local/cuda/lib64"));
        return folders;
    }

    /// Returns the folders of NVIDIA's wheels in a Python environment; where they would be, if there are
    /// none.
    private static List<Path> wheels(Path lib) {
        List<Path> wheels = matches(lib, "python3*").stream()
                .flatMap(python -> matches(python.resolve("site-packages/nvidia"), "*").stream())
                .map(wheel -> wheel.resolve("lib"))
                .toList();
        return wheels.isEmpty() ? List.of(lib.resolve("python3*/site-packages/nvidia")) : wheels;
    }

    private static void loadSibling(CudaLibrary library, String candidate) {
        Path folder = Path.of(candidate).getParent();
        if (folder == null || library.sibling().isEmpty()) {
            return;
        }
        for (Path sibling : matches(folder, library.sibling())) {
            try {
                NativeLibrary.open(sibling.toString());
            } catch (CudaException _) {
                // the library itself says what is wrong, when it needs this one
            }
        }
    }

    private static List<Path> matches(Path folder, String glob) {
        List<Path> matches = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
            stream.forEach(matches::add);
        } catch (IOException _) {
            return List.of(); // a folder that cannot be read holds nothing for us
        }
        matches.sort(null); // a folder's own order differs from machine to machine
        return matches;
    }
}
