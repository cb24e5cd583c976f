// SPDX-License-Identifier: Apache-2.0
@NullMarked
package org.mssclamp.doctor;

import org.jspecify.annotations.NullMarked;
