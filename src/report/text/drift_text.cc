// Text of `drift`: each prefix with both sides below it, the lines that may explain what is undecided,
// counts.

#include <fmt/format.h>

#include <algorithm>

#include "report/text/text.h"

namespace ringfence::report::text {
namespace {

std::string WayText(const study::WayText& way) {
  if (way.interface == "discard") return "discard";
  if (way.ip.empty()) return way.interface.empty() ? "-" : way.interface;
  return way.interface.empty() ? way.ip : fmt::format("{}[{}]", way.ip, way.interface);
}

std::string ValueText(const std::optional<std::uint32_t>& value) {
  return value ? std::to_string(*value) : "-";
}

/// "ospf [110/20] via 10.0.0.1[eth0], 10.0.0.2".
std::string SideText(const std::optional<study::DriftSide>& side) {
  if (!side) return "-";
  std::string text =
      fmt::format("{} [{}/{}] via ", side->protocol, ValueText(side->distance), ValueText(side->metric));
  for (const study::WayText& way : side->hops) text += (&way == side->hops.data() ? "" : ", ") + WayText(way);
  return text;
}

std::string KindsText(const study::Drift& drift) {
  std::string text;
  for (const study::DriftKind kind : drift.kinds)
    text += fmt::format(" {}", study::kDriftKindNames[static_cast<std::size_t>(kind)]);
  return text;
}

/// A prefix that differs, with both sides.
void WriteDrift(const Names& names, const study::Drift& drift, Page& page) {
  const Paint& paint = page.paint();
  page.Line(
      0, {drift.decided ? paint.bad : paint.open, drift.decided ? "differs  " : "undecided", paint.off, " ",
          names.Node(drift.node), " ", drift.vrf, " ", net::ToString(drift.prefix), ":", KindsText(drift)});
  page.Line(4, {"computed  ", SideText(drift.computed),
                drift.computed && drift.computed->ambiguous ? " (by the order of events)" : ""});
  page.Line(4, {"observed  ", SideText(drift.observed), drift.observed ? "  " : "", paint.faint,
                drift.observed ? names.Place(drift.observed->span) : "", paint.off});
}

}  // namespace

std::string DriftText(const study::Snapshot& snapshot, const study::DriftResult& result, const Style& style) {
  const Names names(snapshot);
  Page page(style);
  if (!result.failed.empty()) {
    page.Line(0, {FailedText(result.failed)});
    page.Blank();
  }
  for (const study::Drift& drift : result.drifts) WriteDrift(names, drift, page);
  if (!result.open_lines.empty()) {
    page.Blank();
    page.Line(0, {"lines that are not modelled and may explain what is undecided:"});
  }
  for (const exposure::OpenLine* line : result.open_lines) {
    page.Line(2, {names.Place(line->span), ": ", names.Line(line->span), page.paint().faint, " (",
                  line->reason, ")", page.paint().off});
  }
  for (const std::string& table : result.not_observed) page.Line(0, {"not observed: ", table});
  std::string out = page.Take();
  if (!out.empty()) out += "\n";
  const auto differing =
      static_cast<std::size_t>(std::ranges::count_if(result.drifts, &study::Drift::decided));
  return out + fmt::format("{} {}, {} prefixes: {} equal, {} differ, {} undecided\n", result.tables,
                           result.tables == 1 ? "table" : "tables", result.prefixes,
                           result.prefixes - result.drifts.size(), differing,
                           result.drifts.size() - differing);
}

}  // namespace ringfence::report::text
