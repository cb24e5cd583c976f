// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.config;

/** How a scalar becomes a value. */
@FunctionalInterface
interface Format<T> {
    T parse(String text) throws FormatException;
}
