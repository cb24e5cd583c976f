// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.supervisor;

/** Carries messages to the supervisor. For any thread. */
public interface SupervisorSocket {
    /** Sends one; 0 or a negative error number. */
    int send(String message);

    /** Sends one with a copy of a descriptor; 0 or a negative error number. */
    int send(String message, int descriptor);
}
