// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.dialect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mssclamp.dialect.ChainStep.Accept;
import org.mssclamp.dialect.ChainStep.After;
import org.mssclamp.dialect.ChainStep.Clamp;
import org.mssclamp.dialect.ChainStep.Jump;
import org.mssclamp.dialect.ChainStep.Nothing;
import org.mssclamp.dialect.ChainStep.Return;
import org.mssclamp.dialect.ChainStep.Unknown;
import org.mssclamp.dialect.ChainStep.Verdict;
import org.mssclamp.dialect.NftWords.Word;
import org.mssclamp.packet.Family;
import org.mssclamp.rule.Action;
import org.mssclamp.rule.Action.ClampToPmtu;
import org.mssclamp.rule.Action.SetMss;

/**
 * A rule of nft; see nft(8).
 *
 * @param text its statements
 * @param chain {@code FAMILY TABLE CHAIN}
 * @param sets the elements of sets by {@code FAMILY TABLE NAME}
 */
record NftRule(String text, String chain, Map<String, String> sets) {
    private static final List<String> SET_MSS = List.of("tcp", "option", "maxseg", "size", "set");

    /** Some packets go on behind such a rule, others do not. */
    private static final Word BY_MAP = new Word("vmap", false);

    private static final int MAX_MSS = 0xFFFF;
    private static final Set<String> ENDS_OF_RULE = Set.of(
            "reject", "queue", "dnat", "snat", "masquerade", "redirect", "tproxy", "dup", "fwd", "flow", "synproxy");
    private static final Set<String> VERDICTS = Set.of("accept", "return", "drop", "continue", "notrack");

    ChainStep step(int line, String original) {
        Conditions conditions = new Conditions();
        Verdict verdict = verdict(new NftWords(text).all());
        Optional<String> loss = Optional.empty();
        String name = "";
        try {
            ofFamily(conditions);
            takeAll(new NftWords(text), conditions);
        } catch (UntranslatableException e) {
            loss = Optional.of(e.reason());
        }
        return new ChainStep(line, original, name, conditions, loss, verdict);
    }

    private void ofFamily(Conditions conditions) throws UntranslatableException {
        String family = chain.substring(0, Math.max(chain.indexOf(' '), 0));
        switch (family) {
            case "ip" -> conditions.family(Family.IPV4);
            case "ip6" -> conditions.family(Family.IPV6);
            case "inet" -> {}
            default -> throw new UntranslatableException("rules of ours are for IP, not for " + Shown.of(family));
        }
    }

    private Verdict verdict(List<Word> words) {
        if (words.contains(BY_MAP)) {
            boolean leadsOn = text.contains("jump ") || text.contains("goto ") || text.contains("@");
            return leadsOn ? new Unknown("no rule of ours decides by a map") : new Accept();
        }
        Verdict end = end(words);
        for (int i = 0; i < words.size(); i++) {
            if (startsAt(words, i, SET_MSS)) {
                return clamp(words.subList(i + SET_MSS.size(), words.size()), end);
            }
            if (words.get(i).equals(new Word("xt", false))) {
                return text.contains("TCPMSS")
                        ? new Unknown("nft does not say what TCPMSS of iptables does: import what iptables-save prints")
                        : end;
            }
        }
        return end;
    }

    private static boolean startsAt(List<Word> words, int begin, List<String> wanted) {
        if (begin + wanted.size() > words.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!words.get(begin + i).equals(new Word(wanted.get(i), false))) {
                return false;
            }
        }
        return true;
    }

    /** What the words say that stand outside of braces. */
    private Verdict end(List<Word> words) {
        int depth = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).isQuoted() ? "" : words.get(i).text();
            depth += word.equals("{") ? 1 : word.equals("}") ? -1 : 0;
            if (depth > 0) {
                continue;
            }
            boolean hasNext = i + 1 < words.size();
            switch (word) {
                case "accept", "queue", "dnat", "snat", "masquerade", "redirect", "tproxy" -> {
                    return new Accept();
                }
                case "return" -> {
                    return new Return();
                }
                case "drop" -> {
                    return new Nothing();
                }
                case "jump", "goto" -> {
                    return hasNext ? new Jump(sibling(words.get(i + 1).text()), word.equals("jump")) : new Nothing();
                }
                default -> {}
            }
        }
        return new Nothing();
    }

    /** A chain or set of the same table. */
    private String sibling(String name) {
        return chain.substring(0, chain.lastIndexOf(' ') + 1) + name;
    }

    /** The kernel lowers and never raises, and adds nothing: nft_exthdr_tcp_set_eval in net/netfilter/nft_exthdr.c. */
    private static Verdict clamp(List<Word> value, Verdict end) {
        if (value.isEmpty()) {
            return new Unknown("the rule breaks off");
        }
        if (end instanceof Jump) {
            return new Unknown("it clamps and leads to another chain in one");
        }
        After after = end instanceof Accept ? After.OUT_OF_HOOK : end instanceof Return ? After.OUT_OF_CHAIN : After.ON;
        String first = value.get(0).text();
        if (first.equals("rt") && value.size() > 1 && value.get(1).text().equals("mtu")) {
            return new Clamp(ClampToPmtu.DEFAULT, false, after);
        }
        try {
            int mss = Math.min(Literals.number(first), MAX_MSS);
            Action action = new SetMss(mss, mss);
            return new Clamp(action, false, after);
        } catch (UntranslatableException e) {
            return new Unknown(e.reason());
        }
    }

    private void takeAll(NftWords words, Conditions conditions) throws UntranslatableException {
        if (words.all().contains(BY_MAP)) {
            throw new UntranslatableException("no rule of ours decides by a map");
        }
        NftMatches matches = new NftMatches(words, conditions, this::elements);
        while (words.hasNext()) {
            String word = words.peek();
            if (ENDS_OF_RULE.contains(word)) {
                return;
            }
            if (VERDICTS.contains(word)) {
                words.skip(1);
            } else if (!takeStatement(word, words)) {
                matches.take();
            }
        }
    }

    /** Whether it was one that asks nothing. */
    private static boolean takeStatement(String word, NftWords words) throws UntranslatableException {
        switch (word) {
            case "counter" -> {
                words.skip(1);
                words.skip(words.peek().equals("packets") ? 4 : words.peek().equals("name") ? 2 : 0);
            }
            case "comment", "jump", "goto" -> words.skip(2);
            case "log" -> takeLog(words);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void takeLog(NftWords words) {
        words.skip(1);
        Set<String> options = Set.of("prefix", "level", "group", "snaplen", "queue-threshold", "flags");
        while (options.contains(words.peek())) {
            words.skip(2);
        }
    }

    private String elements(String set) throws UntranslatableException {
        String elements = sets.get(sibling(set));
        if (elements == null) {
            throw new UntranslatableException("what is in the set " + Shown.of(set) + " is not said");
        }
        return elements;
    }
}
