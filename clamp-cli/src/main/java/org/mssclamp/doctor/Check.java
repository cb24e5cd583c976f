// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

/** One thing that may be wrong on a gateway. */
record Check(String name, Question question) {
    /** Looks at it. */
    interface Question {
        Finding of(Facts facts) throws UnseenException;
    }

    Diagnosis examine(Facts facts) {
        try {
            return new Diagnosis(name, question.of(facts));
        } catch (UnseenException unseen) {
            return new Diagnosis(name, Finding.skipped(unseen.why()));
        }
    }
}
