// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

import java.util.List;
import java.util.Optional;

/** The machine that is examined, as far as checks look at it. */
public interface Machine {
    /** A Java. */
    record JavaRuntime(String version, String home) {}

    /** The text of a file, named as the kernel has it; one that ends in {@code .gz} is unpacked. */
    Look read(String path);

    /** The names in a directory in their order; none of one that cannot be read. */
    List<String> names(String directory);

    /** What a symbolic link leads to; empty if it cannot be read. */
    Optional<String> link(String path);

    /** What a command prints. */
    Look run(List<String> command);

    /** Begins a command whose output will be asked for. */
    default void begin(List<String> command) {}

    /** The Java that runs us. */
    JavaRuntime java();

    /** Why the native part of JNA does not load; empty if it does. */
    Optional<String> nativeFailure();

    /** The directory of our jars; empty if we do not run from a layout. */
    Optional<String> library();

    /** Waits as long as a sample takes. */
    void await(int seconds);
}
