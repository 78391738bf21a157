/// Layers, the four architectures, tokenizer, data, training and decoding.
module io.gatun.models {
    requires transitive io.gatun.autograd;

    exports io.gatun.nn;
    exports io.gatun.models;
    exports io.gatun.decode;
    exports io.gatun.train;
    exports io.gatun.text;
    exports io.gatun.data;
    exports io.gatun.data.corpus;
    exports io.gatun.data.task;
}
