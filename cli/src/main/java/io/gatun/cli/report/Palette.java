package io.gatun.cli.report;

/// The style classes of the architectures' colours, in their order; eight that people of any colour vision can
/// tell apart.
final class Palette {

    private static final int COLOURS = 8;

    private Palette() {}

    static String of(int index) {
        return "c" + index % COLOURS;
    }
}
