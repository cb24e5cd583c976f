// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.kernel;

/** Where generated packets come into a gateway. Not thread-safe. */
interface Ingress extends AutoCloseable {
    void send(byte[] packet);

    @Override
    void close();
}
