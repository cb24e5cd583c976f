// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Optional;
import org.mssclamp.config.Configuration;
import org.mssclamp.config.QueueSettings;
import org.mssclamp.netfilter.Hook;
import org.mssclamp.netfilter.Placed;
import org.mssclamp.rule.MarkMask;

/** The rules that {@code mssclamp rules generate} would put in force here. */
final class Generation {
    private final Configuration configuration;
    private final boolean net;
    private final String options;

    private Generation(Configuration configuration, String file) {
        this.configuration = configuration;
        net = hasNet(configuration);
        options = (net ? " --safety-net" : "") + " -c " + Cures.quoted(file);
    }

    /**
     * Puts them in force, with a safety net if the configuration has a mark to tell by. They take the place of those
     * generated before with the same options; where there are others, that is for who made these.
     */
    static Cure cure(Facts facts) throws UnseenException {
        Optional<Configuration> configuration = facts.configured().configuration();
        if (configuration.isEmpty()) {
            return Cures.advice("mend the configuration first; the rules follow from it");
        }
        Generation generation =
                new Generation(configuration.get(), facts.configured().file());
        Optional<String> backend = generation.backend(facts);
        return backend.isPresent() ? generation.command(backend.get()) : generation.advice(facts);
    }

    /** As one list, so that nothing is put in force if it cannot be made. */
    private Cure command(String backend) {
        return Cures.command("rules=$(mssclamp rules generate --backend " + backend + options
                + ") && printf '%s\\n' \"$rules\" | " + (backend.equals("nft") ? "nft -f -" : "sh -e"));
    }

    private Cure advice(Facts facts) throws UnseenException {
        boolean nft = facts.feeds().all().stream().anyMatch(feed -> feed.table().isOfNft());
        return Cures.advice(
                "bring the rules in order where they are written, or generate them anew with the options that"
                        + " they were made with: mssclamp rules generate --backend " + (nft ? "nft" : "iptables")
                        + options
                        + (configuration.queues().size() > 1 ? " --queues N" : ""));
    }

    private static boolean hasNet(Configuration configuration) {
        List<MarkMask> marks = configuration.queues().stream()
                .map(QueueSettings::mark)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        boolean each =
                configuration.queues().stream().allMatch(queue -> queue.mark().isPresent());
        return each && marks.size() == 1 && marks.get(0).value() != 0;
    }

    /** Empty if they would come beside others that do the same, or take others away and not replace them. */
    private Optional<String> backend(Facts facts) throws UnseenException {
        List<Placed> all = facts.rules().rules();
        List<Placed> generated = all.stream().filter(Placed::isGenerated).toList();
        boolean haveOthers = facts.feeds().all().stream()
                .filter(feed -> feed.hooks().stream().anyMatch(Hook.THROUGH::contains))
                .anyMatch(feed -> !feed.isGenerated());
        if (configuration.queues().size() > 1 || haveOthers) {
            return Optional.empty();
        }
        if (!generated.isEmpty()) {
            boolean replaced = generated.stream().allMatch(this::replaces)
                    && generated.stream().noneMatch(old -> facts.isOfOtherIptables(old.table()));
            return replaced ? Optional.of("iptables") : Optional.empty();
        }
        if (all.stream().anyMatch(rule -> facts.isOfOtherIptables(rule.table()))) {
            return Optional.empty();
        }
        return Optional.of(facts.hasIptables() ? "iptables" : "nft");
    }

    /** Whether one of these comes in the place of the old one; of nft it is not seen with which options that was made. */
    private boolean replaces(Placed old) {
        if (old.table().isOfNft()) {
            return false;
        }
        return old.rule().clamps()
                ? net && old.rule().words().contains("--clamp-mss-to-pmtu")
                : old.chain().name().equals("FORWARD");
    }
}
