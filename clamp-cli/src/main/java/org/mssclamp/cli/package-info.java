// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code mssclamp} command, a class for each verb.
 *
 * <pre>
 *   Mssclamp ─▶ Bench ───▶ ConfigArgument, CapturedTraffic ─▶ Replay ─▶ Measurement ─▶ BenchText | BenchJson
 *        ├────▶ Check ───▶ ConfigArgument ─▶ problems ─▶ text | Json
 *        ├────▶ Completion
 *        ├────▶ Doctor ──▶ ConfigFile, doctor.Examination ─▶ DoctorReport ─▶ DoctorText | Json
 *        ├────▶ Explain ─▶ ConfigArgument, SampleSyn ─▶ Explainer ─▶ ExplanationText | ExplanationJson
 *        ├────▶ Import ──▶ TextArgument ─▶ Dialect ─▶ Translation ─▶ text | TranslationJson
 *        ├────▶ ListPresets ─▶ PresetFigures ─▶ PresetText | PresetJson
 *        ├────▶ ModelPath ─▶ StackArgument, path.Scenario ─▶ path.Model ─▶ ModelText, PacketDrawing | ModelJson
 *        │        └▶ ModelSearch ─▶ path.SearchTrials ─▶ ModelSearchText | ModelSearchJson
 *        ├────▶ Pcap ─┬▶ ApplyToCapture ─▶ CaptureReader ─▶ CaptureClamp ─▶ CaptureCopy; ApplyText | ApplyReport
 *        │            └▶ DiffCaptures ───▶ CaptureDiff ─▶ DiffText | DiffReport
 *        ├────▶ Probe ───▶ HostArgument, path.PathProbe ─▶ ProbeText | ProbeJson
 *        ├────▶ Reload, ShowHealth, ShowStatus ─▶ ControlOptions ─▶ ControlClient ─▶ ControlReply
 *        ├────▶ Rules ─┬▶ ExportRules ──▶ ConfigArgument ─▶ Export ─▶ ExportedRules
 *        │             ├▶ GenerateRules ─▶ FedQueues, FirewallOptions ─▶ Ruleset ─▶ GeneratedRules
 *        │             └▶ ShowRules ─▶ ControlOptions
 *        ├────▶ Top ─▶ TopSource ─▶ TopRates ─▶ TopText | TopJson; TopScreen is the terminal
 *        └────▶ TraceSyns ─▶ ControlClient ─▶ ControlLines
 *
 *   Rehearse ─▶ Mssclamp            for the archive of classes
 *   PackagedDocuments ─▶ Manual     for packages
 * </pre>
 *
 * A verb prints its result to standard output, and nothing else; what keeps it from a result goes to standard error.
 */
@NullMarked
package org.mssclamp.cli;

import org.jspecify.annotations.NullMarked;
