// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.probe;

import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * The search of RFC 8899 5.2 for a path MTU, told what became of each probe.
 *
 * <pre>
 *             lost                     lost
 *   BASE ────────────▶ ERROR ─────────────────▶ UNREACHABLE
 *    │ ▲ ▲               │ confirmed: goes on below the base
 *    │ │ └───────────┐   ▼
 *    └─┼───────────▶ SEARCHING ◀──── raise() ──── COMPLETE
 *      │ confirmed    │   ▲                         ▲  │
 *      │     no more  ▼   │ a refused size passes   │  │
 *      │          CONFIRMING ───────────────────────┘  │
 *      │              │ still refused                  │
 *      └──────────────┴────────────────────────────────┘
 *        black hole: what passed before does no more
 * </pre>
 *
 * A size is refused by {@link SearchPlan#maxProbes} losses in a row, and believed by one confirmation: an answer proves a
 * size, a loss may be chance. So in the end the least refused size is tried again, after a probe of the size that passes: if
 * that is lost too, the path is gone, and the size was not to blame.
 *
 * <p>Knows no clock: the caller says what is lost. Not thread-safe.
 */
public final class PathSearch {
    /** Where the search is. */
    public enum State {
        /** Tries the base. */
        BASE,
        /** The base is refused: tries the least size. */
        ERROR,
        /** Tries sizes by its strategy. */
        SEARCHING,
        /** Tries the largest size that passed, then the least that was refused. */
        CONFIRMING,
        /** Has its answer. Probes are now of that size, to see that it still passes. */
        COMPLETE,
        /** Even the least size does not pass: not a matter of MTU. */
        UNREACHABLE
    }

    private final SearchPlan plan;
    private final TreeSet<Integer> refused = new TreeSet<>();

    private State state = State.BASE;
    private int size;
    private int known;
    private int suggested;
    private int losses;
    private int rounds;
    private int confirmations;
    private int blackHoles;
    private boolean knownPasses;

    /** Begins at the base. */
    public PathSearch(SearchPlan plan) {
        this.plan = plan;
        this.size = plan.base();
    }

    /** Where the search is. */
    public State state() {
        return state;
    }

    /** Whether there is an answer: complete, or unreachable. */
    public boolean isSettled() {
        return state == State.COMPLETE || state == State.UNREACHABLE;
    }

    /** The size of the next probe, in octets; it stays until it is decided or the answer to another decides more. */
    public int size() {
        return size;
    }

    /** The largest size that was confirmed, 0 if none was yet: the path MTU, once the search is complete. */
    public int pathMtu() {
        return known;
    }

    /** The least size that was refused; empty if none was, as when the largest asked for passes. */
    public OptionalInt refused() {
        return refused.isEmpty() ? OptionalInt.empty() : OptionalInt.of(refused.first());
    }

    /** Losses in a row of the size that is being tried. */
    public int losses() {
        return losses;
    }

    /** How many sizes are decided since the first one passed, that not counted. */
    public int rounds() {
        return rounds;
    }

    /** How often a size that had passed did so no more, and the search began anew. */
    public int blackHoles() {
        return blackHoles;
    }

    /** A probe of this size was answered, the last one sent or an earlier one that was held lost. */
    public void confirmed(int answered) {
        if (answered == size) {
            losses = 0;
        }
        if (answered < known || answered > plan.max()) {
            return;
        }
        if (answered > known) {
            rounds = isSearching() ? rounds + 1 : 0;
            known = answered;
            refused.headSet(answered, true).clear();
            search();
        } else if (state == State.CONFIRMING && !knownPasses) {
            knownPasses = true;
            confirm();
        }
    }

    /** A probe of this size was not answered in time; of another size than {@link #size}, it says nothing. */
    public void lost(int unanswered) {
        if (unanswered != size || state == State.UNREACHABLE) {
            return;
        }
        losses++;
        if (losses < plan.maxProbes()) {
            return;
        }
        switch (state) {
            case BASE -> {
                refuse();
                tryNext(plan.min() < plan.base() ? State.ERROR : State.UNREACHABLE, plan.min());
            }
            case ERROR, UNREACHABLE -> state = State.UNREACHABLE;
            case SEARCHING -> {
                refuse();
                search();
            }
            case CONFIRMING -> {
                if (unanswered == known) {
                    beginAnew();
                } else {
                    confirmations++;
                    knownPasses = false;
                    confirm();
                }
            }
            case COMPLETE -> beginAnew();
        }
    }

    /**
     * Somebody says that the path MTU is this: ICMP, or a route. The size is tried next, and then one octet more; nothing is
     * believed.
     */
    public void suggest(int mtu) {
        suggested = mtu;
        if (state == State.SEARCHING && known < mtu && mtu < gap().bound()) {
            tryNext(State.SEARCHING, mtu);
        }
    }

    /** Looks for a larger size again, if complete: what PMTU_RAISE_TIMER is for. What was refused is forgotten. */
    public void raise() {
        if (state == State.COMPLETE) {
            refused.clear();
            rounds = 0;
            suggested = 0;
            search();
        }
    }

    private boolean isSearching() {
        return state == State.SEARCHING || state == State.CONFIRMING;
    }

    private void refuse() {
        refused.add(size);
        rounds++;
    }

    private void search() {
        confirmations = 0;
        knownPasses = false;
        OptionalInt next = next();
        if (next.isPresent()) {
            tryNext(State.SEARCHING, next.getAsInt());
        } else {
            confirm();
        }
    }

    private OptionalInt next() {
        Gap gap = gap();
        if (known < suggested && suggested < gap.bound()) {
            return OptionalInt.of(suggested);
        }
        if (known == suggested && gap.width() > 0) {
            return OptionalInt.of(suggested + 1);
        }
        OptionalInt next = plan.strategy().next(gap, plan.step(), rounds);
        return next.isPresent() || !plan.exact() ? next : Strategy.BINARY.next(gap, 1, rounds);
    }

    private Gap gap() {
        return refused.isEmpty() ? new Gap(known, plan.max() + 1, false) : new Gap(known, refused.first(), true);
    }

    private void confirm() {
        if (refused.isEmpty() || confirmations == plan.confirmations()) {
            tryNext(State.COMPLETE, known);
        } else {
            tryNext(State.CONFIRMING, knownPasses ? refused.first() : known);
        }
    }

    private void beginAnew() {
        blackHoles++;
        known = 0;
        suggested = 0;
        rounds = 0;
        refused.clear();
        tryNext(State.BASE, plan.base());
    }

    private void tryNext(State then, int nextSize) {
        state = then;
        size = nextSize;
        losses = 0;
    }
}
