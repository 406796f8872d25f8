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

}  // namespace

std::string DriftText(const study::Snapshot& snapshot, const study::DriftResult& result, const Style& style) {
  const Names names(snapshot);
  const Paint paint(style.color);
  std::string out = result.failed.empty() ? "" : FailedText(result.failed) + "\n\n";
  for (const study::Drift& drift : result.drifts) {
    out += fmt::format("{}{}{} {} {} {}:{}\n", drift.decided ? paint.bad : paint.open,
                       drift.decided ? "differs  " : "undecided", paint.off, names.Node(drift.node),
                       drift.vrf, net::ToString(drift.prefix), KindsText(drift));
    out += fmt::format("    computed  {}{}\n", SideText(drift.computed),
                       drift.computed && drift.computed->ambiguous ? " (by the order of events)" : "");
    out += fmt::format("    observed  {}", SideText(drift.observed));
    if (drift.observed)
      out += fmt::format("  {}{}{}", paint.faint, names.Place(drift.observed->span), paint.off);
    out += "\n";
  }
  if (!result.open_lines.empty()) out += "\nlines that are not modelled and may explain what is undecided:\n";
  for (const exposure::OpenLine* line : result.open_lines) {
    out += fmt::format("  {}: {} {}({}){}\n", names.Place(line->span), names.Line(line->span), paint.faint,
                       line->reason, paint.off);
  }
  for (const std::string& table : result.not_observed) out += fmt::format("not observed: {}\n", table);
  if (!out.empty()) out += "\n";
  const auto differing =
      static_cast<std::size_t>(std::ranges::count_if(result.drifts, &study::Drift::decided));
  return out + fmt::format("{} {}, {} prefixes: {} equal, {} differ, {} undecided\n", result.tables,
                           result.tables == 1 ? "table" : "tables", result.prefixes,
                           result.prefixes - result.drifts.size(), differing,
                           result.drifts.size() - differing);
}

}  // namespace ringfence::report::text
