// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.daemon;

import java.util.Objects;

/** The version of this build, as the jar's manifest states it. */
public final class Version {
    /** Such as {@code 0.1.0}; {@code development} outside a jar. */
    public static final String CURRENT =
            Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");

    private Version() {}
}
