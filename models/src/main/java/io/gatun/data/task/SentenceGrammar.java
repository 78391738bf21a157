package io.gatun.data.task;

import io.gatun.data.KeyedRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A context-free grammar of English sentences with their meanings.
///
/// ```text
/// S  → NP VP
/// VP → Vi | Vt NP | was Vt-ed (by NP) | Vd NP to NP | Vd NP NP | Vs that S
/// NP → (a | the) N (P NP)
/// ```
///
/// A meaning is a predicate with its roles in the order agent, theme, recipient, whatever the order of the
/// sentence; a definite noun has a star, and a role that is not named is a dash: `a file in the box was opened`
/// means `open ( -, file ( in * box))`. Spaces stand where a tokenizer of English makes one piece of each word
/// and sign.
final class SentenceGrammar {

    // every noun goes with "a"
    private static final List<String> NOUNS = words("client server user driver reader writer manager listener node"
            + " thread file key message table window document button menu value request");
    private static final List<String> PLACES =
            words("folder list map queue stream buffer tree cache stack page table window file document");
    private static final List<String> PREPOSITIONS = words("in on near under");
    // words that training shows in one role or construction only
    private static final List<String> AGENTS_ONLY = words("parser provider builder");
    private static final List<String> THEMES_ONLY = words("label record token");

    private static final List<Verb> INTRANSITIVE = List.of(
            new Verb("start", "started", "started"),
            new Verb("stop", "stopped", "stopped"),
            new Verb("wait", "waited", "waited"),
            new Verb("fail", "failed", "failed"));
    private static final List<Verb> TRANSITIVE = List.of(
            new Verb("open", "opened", "opened"),
            new Verb("close", "closed", "closed"),
            new Verb("remove", "removed", "removed"),
            new Verb("update", "updated", "updated"),
            new Verb("check", "checked", "checked"),
            new Verb("find", "found", "found"),
            new Verb("write", "wrote", "written"),
            new Verb("move", "moved", "moved"));
    private static final List<Verb> ACTIVE_ONLY =
            List.of(new Verb("select", "selected", "selected"), new Verb("load", "loaded", "loaded"));
    private static final List<Verb> PASSIVE_ONLY =
            List.of(new Verb("copy", "copied", "copied"), new Verb("print", "printed", "printed"));
    private static final List<Verb> DATIVE = List.of(
            new Verb("send", "sent", "sent"),
            new Verb("give", "gave", "given"),
            new Verb("return", "returned", "returned"));
    private static final List<Verb> WITH_TO_ONLY = List.of(new Verb("assign", "assigned", "assigned"));
    private static final List<Verb> WITHOUT_TO_ONLY = List.of(new Verb("show", "showed", "shown"));
    private static final List<Verb> OF_CLAUSES = List.of(
            new Verb("say", "said", "said"),
            new Verb("know", "knew", "known"),
            new Verb("expect", "expected", "expected"),
            new Verb("report", "reported", "reported"));

    private static final int DEEPEST = 2;

    private final KeyedRandom random;
    private final Novelty novelty;

    /// In what a sentence differs from all that training shows.
    enum Novelty {
        NONE,
        SUBJECT_MODIFIER,
        DEEP_MODIFIER,
        DEEP_CLAUSE,
        THEME_AS_AGENT,
        AGENT_AS_THEME,
        ACTIVE_TO_PASSIVE,
        PASSIVE_TO_ACTIVE,
        DATIVE_CHANGED;

        static List<Novelty> kinds() {
            return Arrays.asList(values()).subList(1, values().length);
        }
    }

    /// A sentence, or a part of one, and its meaning.
    record Sentence(String text, String form) {}

    private record Verb(String base, String past, String participle) {}

    private SentenceGrammar(KeyedRandom random, Novelty novelty) {
        this.random = random;
        this.novelty = novelty;
    }

    static Sentence draw(KeyedRandom random, Novelty novelty) {
        var grammar = new SentenceGrammar(random, novelty);
        int depth = grammar.clauseDepth();
        return grammar.clause(depth, depth);
    }

    private int clauseDepth() {
        return switch (novelty) {
            case NONE -> choose(65, 25, 10);
            case DEEP_CLAUSE -> DEEPEST + 1 + random.nextInt(3);
            default -> choose(75, 25);
        };
    }

    private Sentence clause(int depth, int whole) {
        if (depth == 0) {
            return statement(whole);
        }
        Sentence speaker = phrase(agents(), 0);
        Verb verb = pick(OF_CLAUSES);
        Sentence said = clause(depth - 1, whole);
        return new Sentence(
                speaker.text() + " " + verb.past() + " that " + said.text(), form(verb, speaker.form(), said.form()));
    }

    private Sentence statement(int clauses) {
        Sentence agent = agent();
        Sentence theme = theme(clauses);
        return switch (novelty) {
            case NONE, DEEP_CLAUSE ->
                switch (choose(15, 35, 25, 25)) {
                    case 0 -> intransitive(agent);
                    case 1 -> active(pick(TRANSITIVE, ACTIVE_ONLY), agent, theme);
                    case 2 -> passive(pick(TRANSITIVE, PASSIVE_ONLY), agent, theme);
                    default ->
                        choose(50, 50) == 0
                                ? withTo(pick(DATIVE, WITH_TO_ONLY), agent, theme)
                                : withoutTo(pick(DATIVE, WITHOUT_TO_ONLY), agent, theme);
                };
            case SUBJECT_MODIFIER, THEME_AS_AGENT ->
                choose(30, 70) == 0 ? intransitive(agent) : active(pick(TRANSITIVE, ACTIVE_ONLY), agent, theme);
            case DEEP_MODIFIER, AGENT_AS_THEME ->
                choose(60, 40) == 0
                        ? active(pick(TRANSITIVE, ACTIVE_ONLY), agent, theme)
                        : passive(pick(TRANSITIVE, PASSIVE_ONLY), agent, theme);
            case ACTIVE_TO_PASSIVE -> passive(pick(ACTIVE_ONLY), agent, theme);
            case PASSIVE_TO_ACTIVE -> active(pick(PASSIVE_ONLY), agent, theme);
            case DATIVE_CHANGED ->
                choose(50, 50) == 0
                        ? withTo(pick(WITHOUT_TO_ONLY), agent, theme)
                        : withoutTo(pick(WITH_TO_ONLY), agent, theme);
        };
    }

    private Sentence agent() {
        return switch (novelty) {
            case SUBJECT_MODIFIER -> phrase(agents(), 1 + choose(70, 30));
            case THEME_AS_AGENT -> phrase(THEMES_ONLY, 0);
            default -> phrase(agents(), 0);
        };
    }

    private Sentence theme(int clauses) {
        return switch (novelty) {
            case DEEP_MODIFIER -> phrase(themes(), DEEPEST + 1 + random.nextInt(3));
            case AGENT_AS_THEME -> phrase(AGENTS_ONLY, 0);
            // long in one way is long enough
            default -> phrase(themes(), clauses > 1 ? choose(70, 30) : choose(55, 30, 15));
        };
    }

    private static List<String> agents() {
        return joined(NOUNS, AGENTS_ONLY);
    }

    private static List<String> themes() {
        return joined(NOUNS, THEMES_ONLY);
    }

    private Sentence phrase(List<String> nouns, int modifiers) {
        boolean definite = random.nextInt(2) == 0;
        String noun = pick(nouns);
        String text = (definite ? "the " : "a ") + noun;
        String form = (definite ? "* " : "") + noun;
        if (modifiers == 0) {
            return new Sentence(text, form);
        }
        String preposition = pick(PREPOSITIONS);
        Sentence place = phrase(PLACES, modifiers - 1);
        return new Sentence(
                text + " " + preposition + " " + place.text(), form + " ( " + preposition + " " + place.form() + ")");
    }

    private static Sentence intransitive(Verb verb, Sentence agent) {
        return new Sentence(agent.text() + " " + verb.past(), form(verb, agent.form()));
    }

    private Sentence intransitive(Sentence agent) {
        return intransitive(pick(INTRANSITIVE), agent);
    }

    private static Sentence active(Verb verb, Sentence agent, Sentence theme) {
        return new Sentence(
                agent.text() + " " + verb.past() + " " + theme.text(), form(verb, agent.form(), theme.form()));
    }

    private Sentence passive(Verb verb, Sentence agent, Sentence theme) {
        boolean named = choose(60, 40) == 0;
        return new Sentence(
                theme.text() + " was " + verb.participle() + (named ? " by " + agent.text() : ""),
                form(verb, named ? agent.form() : "-", theme.form()));
    }

    private Sentence withTo(Verb verb, Sentence agent, Sentence theme) {
        Sentence recipient = phrase(NOUNS, 0);
        return new Sentence(
                agent.text() + " " + verb.past() + " " + theme.text() + " to " + recipient.text(),
                form(verb, agent.form(), theme.form(), recipient.form()));
    }

    private Sentence withoutTo(Verb verb, Sentence agent, Sentence theme) {
        Sentence recipient = phrase(NOUNS, 0);
        return new Sentence(
                agent.text() + " " + verb.past() + " " + recipient.text() + " " + theme.text(),
                form(verb, agent.form(), theme.form(), recipient.form()));
    }

    private static String form(Verb verb, String... roles) {
        return verb.base() + " ( " + String.join(", ", roles) + ")";
    }

    /// Draws an index with these chances in per cent.
    private int choose(int... chances) {
        int drawn = random.nextInt(100);
        int index = 0;
        while (drawn >= chances[index]) {
            drawn -= chances[index++];
        }
        return index;
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private <T> T pick(List<T> items, List<T> more) {
        return pick(joined(items, more));
    }

    private static <T> List<T> joined(List<T> items, List<T> more) {
        var all = new ArrayList<>(items);
        all.addAll(more);
        return all;
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }
}
