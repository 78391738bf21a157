/// The `gatun` command.
module io.gatun.cli {
    requires io.gatun.models;
    requires io.gatun.cuda;
    requires jdk.incubator.vector;
    requires jdk.management;
    requires info.picocli;
    requires me.tongfei.progressbar;

    // picocli fills options in
    opens io.gatun.cli to
            info.picocli;
}
