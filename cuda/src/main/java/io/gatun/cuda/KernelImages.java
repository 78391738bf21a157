package io.gatun.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Where the images of kernels come from: PTX that is part of this module, and cubins where `cuda/cubins`
/// was run before the build; or, for work on kernels, the files `FAMILY.image` of the folder that the
/// property `cuda.kernels.path` names.
///
/// @param property reads a system property, or returns null
/// @param resources opens a file that is part of this module, or returns null
record KernelImages(UnaryOperator<String> property, Function<String, InputStream> resources) {

    private static final String FOLDER = "cuda.kernels.path";
    private static final String CUBINS = "kernels/cubins.cuda"; // the major version of the toolkit that has made them

    /// Those of this process.
    static KernelImages ofSystem() {
        return new KernelImages(System::getProperty, KernelImages.class::getResourceAsStream);
    }

    /// Those of a folder.
    static KernelImages of(String folder) {
        return new KernelImages(name -> name.equals(FOLDER) ? folder : null, _ -> null);
    }

    /// Returns the best image of a family of kernels for a device, ended by a zero byte: a cubin that it
    /// takes as it is, or else PTX, which its driver compiles.
    ///
    /// @param capability the device's compute capability, 90 for 9.0
    /// @param driver the latest CUDA version of its driver, 13010 for 13.1
    /// @throws CudaException if there is none
    byte[] image(String family, int capability, int driver) {
        if (property.apply(FOLDER) == null && driver / 1000 >= toolkit()) {
            // what is made for a device runs on later ones of the same major capability
            for (int made = capability; made >= capability / 10 * 10; made--) {
                try (InputStream in = resources.apply("kernels/%s.sm_%d.cubin".formatted(family, made))) {
                    if (in != null) {
                        return ended(in);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException("kernels " + family, e);
                }
            }
        }
        return image(family);
    }

    /// The major version of the toolkit that made the cubins: older drivers refuse them. Without cubins,
    /// one that there will not be.
    private int toolkit() {
        try (InputStream in = resources.apply(CUBINS)) {
            return in == null
                    ? Integer.MAX_VALUE
                    : Integer.parseInt(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(CUBINS, e);
        }
    }

    /// Returns the image of a family of kernels for any device, ended by a zero byte.
    ///
    /// @throws CudaException if there is none
    byte[] image(String family) {
        String folder = property.apply(FOLDER);
        try (InputStream in = folder == null
                ? resources.apply("kernels/" + family + ".ptx")
                : Files.newInputStream(Path.of(folder, family + ".image"))) {
            if (in == null) {
                throw new CudaException("kernels " + family + ": this build has no " + family + ".ptx;"
                        + " it is made where nvcc is, see docs/decisions/0009");
            }
            return ended(in);
        } catch (IOException e) {
            throw new UncheckedIOException("kernels " + family + ": " + FOLDER + " names " + folder, e);
        }
    }

    /// The byte at the end is for PTX, which is a C string.
    private static byte[] ended(InputStream in) throws IOException {
        byte[] image = in.readAllBytes();
        return Arrays.copyOf(image, image.length + 1);
    }

    /// Returns a header of the kernels' sources, which are part of this module too.
    static String header(String name) {
        try (InputStream in = KernelImages.class.getResourceAsStream("kernels/" + name)) {
            if (in == null) {
                throw new CudaException("kernels: this build has no " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("kernels: " + name, e);
        }
    }
}
