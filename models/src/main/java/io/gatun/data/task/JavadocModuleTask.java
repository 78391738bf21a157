package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.corpus.DocumentedClass;
import io.gatun.data.corpus.HeldOutSentences;
import io.gatun.data.corpus.JdkSources;
import io.gatun.data.corpus.Sentences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Which JDK module does this sentence document?
///
/// Sentences come from the main descriptions of classes and their members in modules with enough documentation,
/// at most so many from each module that none dominates; a sentence that stands in several modules is left out.
/// Classes are divided by [JdkSources#split(String)]; a sentence that stands on several sides belongs to the
/// test, then to the validation data, and never to two.
public final class JavadocModuleTask implements Task {

    /// The modules.
    public static final List<String> MODULES = List.of(
            "java.base",
            "java.desktop",
            "java.management",
            "java.naming",
            "java.security.jgss",
            "java.xml",
            "jdk.compiler",
            "jdk.jdi");

    /// What stands before each sentence.
    static final String PREFIX = "javadoc module: ";

    private static final String AMBIGUOUS = "";
    private static final int TRAINING_CLASSES = 300;
    private static final int FEWEST_WORDS = 6;
    private static final int MOST_WORDS = 40;

    private final JdkSources sources;

    /// Creates the task over a JDK's sources.
    public JavadocModuleTask(JdkSources sources) {
        this.sources = sources;
    }

    @Override
    public String name() {
        return "javadoc-module";
    }

    @Override
    public Metric metric() {
        return Metric.ACCURACY;
    }

    @Override
    public List<String> labels() {
        return MODULES.stream().map(JavadocModuleTask::label).toList();
    }

    // the last part of the name: shorter to write, and no two begin alike
    private static String label(String module) {
        return module.substring(module.lastIndexOf('.') + 1);
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.TRAIN, Split.VALIDATION, Split.TEST);
    }

    @Override
    public List<Example> load(Split split) {
        int perModule = switch (split) {
            case TRAIN -> 2000;
            case VALIDATION -> 60;
            case TEST -> 100;
            case GENERALIZATION -> throw new TaskException("task javadoc-module: it has no split generalization");
        };
        var excluded = HeldOutSentences.before(sources, split);
        var modules = new LinkedHashMap<String, String>();
        Set<String> chosen = classes(split);
        try (var classes = sources.mainDescriptions(chosen::contains)) {
            for (var type = classes.next(); type != null; type = classes.next()) {
                String module = type.module();
                sentences(type).stream()
                        .filter(sentence -> !excluded.standsIn(sentence))
                        .forEach(sentence -> modules.merge(sentence, module, (a, b) -> a.equals(b) ? a : AMBIGUOUS));
            }
        }
        var examples = new ArrayList<Example>();
        for (String module : MODULES) {
            modules.keySet().stream()
                    .filter(sentence -> modules.get(sentence).equals(module))
                    .sorted(Comparator.comparingLong(TrainingShare::key))
                    .limit(perModule)
                    .forEach(sentence -> examples.add(new Example(PREFIX + sentence, label(module))));
        }
        examples.sort(Comparator.comparingLong(example -> TrainingShare.key(example.input())));
        return examples;
    }

    // the large modules have far more classes than are needed, and reading them all would take seconds
    private Set<String> classes(Split split) {
        var byModule = new LinkedHashMap<String, List<String>>();
        for (String name : sources.classNames()) {
            String module = name.substring(0, name.indexOf('/'));
            if (MODULES.contains(module) && JdkSources.split(name) == split) {
                byModule.computeIfAbsent(module, _ -> new ArrayList<>()).add(name);
            }
        }
        var chosen = new HashSet<String>();
        byModule.values()
                .forEach(names -> names.stream()
                        .sorted(Comparator.comparingLong(TrainingShare::key))
                        .limit(TRAINING_CLASSES)
                        .forEach(chosen::add));
        return chosen;
    }

    private static List<String> sentences(DocumentedClass type) {
        var sentences = new ArrayList<String>();
        for (var member : type.members()) {
            for (String paragraph : member.main()) {
                for (String sentence : Sentences.of(paragraph)) {
                    int words = sentence.split(" ").length;
                    if (sentence.endsWith(".") && words >= FEWEST_WORDS && words <= MOST_WORDS) {
                        sentences.add(sentence);
                    }
                }
            }
        }
        return sentences;
    }
}
