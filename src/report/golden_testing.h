// Compares reports with the goldens beside their unit. Test support only.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>

#include "formats/reader_testing.h"
#include "report/report.h"
#include "study/tiny_world_testing.h"

namespace ringfence::report {

/// Longest golden, in lines (origin: two screens; JSON has one value a line).
inline constexpr std::ptrdiff_t kGoldenLinesMax = 100;

/// Expects the text of the file `path`. RF_UPDATE_GOLDENS=1 in the environment writes it instead.
inline void ExpectGolden(const std::string& path, const std::string& got) {
  EXPECT_LE(std::ranges::count(got, '\n'), kGoldenLinesMax) << path << ": split it";
  if (std::getenv("RF_UPDATE_GOLDENS") != nullptr) {
    std::ofstream(path, std::ios::binary) << got;
    return;
  }
  EXPECT_EQ(got, formats::ReadText(path)) << path;
}

/// `check` of a tiny text in a format.
inline std::string CheckIn(const Format& format, const rules::TinyText& text,
                           const study::CheckOptions& options = {}) {
  const auto snapshot = study::Load(text);
  const auto result = study::Check(*snapshot, options);
  return result ? format.check(*snapshot, *result, {}) : "not judged";
}

/// `exposure` of the tiny triangle under one failure of a link in a format.
inline std::string ExposureIn(const Format& format, const Style& style) {
  const auto snapshot = study::Load(rules::Tiny());
  study::ExposureOptions options;
  options.flow = "records";
  options.failures_max = 1;
  options.kinds = {exposure::FailureKind::kLink};
  const auto result = study::Exposure(*snapshot, options);
  return result ? format.exposure(*snapshot, *result, style) : "not studied";
}

/// Routes of north in a format.
inline std::string RoutesIn(const Format& format) {
  const auto snapshot = study::Load(rules::Tiny());
  const auto result = study::Routes(*snapshot, *study::ReadFailures(*snapshot, {}), {"north", ""});
  return result ? format.routes(*snapshot, *result, {}) : "no routes";
}

/// Sessions of the triangle in a format: one stands, one shut, one that never forms, one to the outside.
inline std::string SessionsIn(const Format& format, const study::SessionsFilter& filter,
                              const Style& style = {}) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/west.cfg", " ip ospf cost 10\n", " ip ospf cost 10\n ip ospf hello-interval 3\n");
  text.Replace("configs/north.cfg", " ip ospf cost 20\n", " ip ospf cost 20\n shutdown\n");
  text.Replace("configs/west.cfg", "!\nend",
               "!\nrouter bgp 65001\n neighbor 203.0.113.9 remote-as 64500\n!\nend");
  const auto snapshot = study::Load(text);
  const auto list = study::Sessions(*snapshot, *study::ReadFailures(*snapshot, {}), filter);
  return list ? format.sessions(*snapshot, *list, style) : "no sessions";
}

/// Trace of one packet from west in a format.
inline std::string TraceIn(const Format& format) {
  const auto snapshot = study::Load(rules::Tiny());
  const auto result = study::Trace(*snapshot, *study::ReadFailures(*snapshot, {}),
                                   {"", "west", "src=10.1.0.10,dst=10.2.0.10"});
  return result ? format.trace(*snapshot, *result, {}) : "no trace";
}

/// What-if without what Risky makes in a format.
inline std::string WhatIfIn(const Format& format) {
  const auto snapshot = study::Load(rules::Tiny());
  study::WhatIfOptions options;
  options.ban = {"Risky"};
  options.fail = {"link:west-east"};
  const auto result = study::WhatIf(*snapshot, options);
  return result ? format.what_if(*snapshot, *result, {}) : "no answer";
}

/// What differs once the direct link of the triangle costs more than the way through north, in a format.
inline std::string DiffIn(const Format& format) {
  rules::TinyText text = rules::Tiny();
  text.Rule("R", "confine: records, away-from: untrusted, levels: [read]");
  const auto before = study::Load(text);
  text.Replace("configs/west.cfg", "ip ospf cost 10", "ip ospf cost 90");
  text.Replace("configs/east.cfg", "ip ospf cost 10", "ip ospf cost 90");
  const auto after = study::Load(text);
  auto diff = study::DiffSnapshots(*before, *after, 1);
  const auto then = study::Check(*before, {});
  const auto now = study::Check(*after, {});
  if (!diff || !then || !now) return "not compared";
  study::AddVerdicts(*then, *now, *diff);
  diff->statements.emplace();
  diff->statements->changes.push_back(
      {study::StatementChange::Kind::kNew, {"R", "records", "north"}, rules::VerdictState::kViolated});
  return format.diff(*before, *diff, {});
}

/// A rule of each state that has little to show: proved, undecided, not in force, a share.
inline rules::TinyText TinyWithRules() {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/north.cfg", "router ospf 1\n", "router ospf 1\n frobnicate 7\n");
  text.Rule("CORE", "exclude: untrusted, from-functions: ip-core");
  text.Rule("SHARE", "cap: untrusted, at-most: 35%, among: {kind: router}, measures: count");
  text.Rule("WORK", "deliver: records, from: 2026-01-01");
  text.Rule("LATER", "deliver: visits, from: 2027-01-01");
  return text;
}

/// A rule of every state: violated by one element and waived for another, undecided, proved, not in force.
inline rules::TinyText TinyOfAllStates() {
  rules::TinyText text = TinyWithRules();
  text.Rule("EDGE", "exclude: untrusted, from-functions: ip-core, roles: [maker]");
  return text.Append("ringfence.yaml",
                     "waivers:\n"
                     "  - {rule: EDGE, element: north, owner: \"desk, 7\", reason: 'a <b> & \"c\"', expires: "
                     "2026-12-31}\n");
}

/// One violated rule whose id, reason and element try to be something else in every format.
inline rules::TinyText TinyHostile() {
  rules::TinyText text = rules::Tiny();
  text.Replace("inventory.yaml", "  DESK: {kind: management-system, maker: Good",
               "  \"-DESK,::x]({0}<&\\u2028%0A\": {kind: management-system, function: core, maker: Risky");
  text.Append("ringfence.yaml",
              "rules:\n  \"@R::,](x){1}<&>%\": {party: TERN, because: '=cmd()', exclude: untrusted, "
              "from-functions: core}\n");
  return text;
}

}  // namespace ringfence::report
