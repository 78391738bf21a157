/// The `gatun` command.
module io.gatun.cli {
    requires io.gatun.models;
    requires io.gatun.cuda;
    requires info.picocli;
    opens io.gatun.cli to info.picocli;
}
