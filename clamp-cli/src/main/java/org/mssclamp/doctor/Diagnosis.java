// SPDX-License-Identifier: Apache-2.0
package org.mssclamp.doctor;

/** The finding of a check, by its name. */
public record Diagnosis(String check, Finding finding) {}
