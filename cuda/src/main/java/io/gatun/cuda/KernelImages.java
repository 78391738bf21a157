package io.gatun.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// Where the images of kernels come from: PTX that is part of this module, or, for work on kernels, the
/// files `FAMILY.image` of the folder that the property `cuda.kernels.path` names.
///
/// @param property reads a system property, or returns null
record KernelImages(UnaryOperator<String> property) {

    private static final String FOLDER = "cuda.kernels.path";

    /// Those of this process.
    static KernelImages ofSystem() {
        return new KernelImages(System::getProperty);
    }

    /// Returns the image of a family of kernels, with the zero byte behind it that ends PTX.
    ///
    /// @throws CudaException if there is none
    byte[] image(String family) {
        String folder = property.apply(FOLDER);
        try (InputStream in =
                folder == null ? ofModule(family) : Files.newInputStream(Path.of(folder, family + ".image"))) {
            if (in == null) {
                throw new CudaException("kernels " + family + ": this build has no " + family + ".ptx;"
                        + " it is made where nvcc is, see docs/decisions/0009");
            }
            byte[] image = in.readAllBytes();
            return java.util.Arrays.copyOf(image, image.length + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("kernels " + family + ": " + FOLDER + " names " + folder, e);
        }
    }

    private static InputStream ofModule(String family) {
        return KernelImages.class.getResourceAsStream("kernels/" + family + ".ptx");
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
