// Text of trace, routes, parse, what-if and comparison.

#include <fmt/format.h>

#include <map>

#include "report/text/text.h"

namespace ringfence::report::text {
namespace {

std::string HopText(const Names& names, const study::TraceHop& hop) {
  std::string text = "    " + names.Node(hop.node);
  const std::string in = names.Interface(hop.node, hop.in);
  const std::string out = names.Interface(hop.node, hop.out);
  if (!in.empty()) text += fmt::format("  in {}", in);
  if (!out.empty()) text += fmt::format("  out {}", out);
  if (!hop.route.empty()) text += fmt::format("  route {}", hop.route);
  if (!hop.tunnels.empty()) text += fmt::format("  inside {}", fmt::join(hop.tunnels, " in "));
  return text + "\n";
}

std::string LevelWords(exposure::LevelSet levels) {
  std::string text;
  for (exposure::Level level : exposure::kLevels) {
    if (levels.has(level)) text += (text.empty() ? "" : ", ") + std::string(exposure::NameOf(level));
  }
  return text;
}

}  // namespace

std::string TraceText(const study::Snapshot& snapshot, const study::TraceResult& result, const Style& style) {
  const Names names(snapshot);
  const Paint paint(style.color);
  std::string out;
  for (const study::TraceClass& traced : result.classes) {
    out += fmt::format("{}{}{} ({})\n", paint.bold, net::ToString(traced.sample), paint.off,
                       traced.forward ? "forward" : "backward");
    for (const study::TracePath& path : traced.paths) {
      const bool arrived = path.disposition == forwarding::Disposition::kDelivered;
      out +=
          fmt::format("  {}{}{}\n", arrived ? paint.good : paint.bad,
                      forwarding::kDispositionNames[static_cast<std::size_t>(path.disposition)], paint.off);
      for (const study::TraceHop& hop : path.hops) {
        out += HopText(names, hop);
        for (base::Span line : hop.lines)
          out +=
              fmt::format("      {}{}: {}{}\n", paint.faint, names.Place(line), names.Line(line), paint.off);
      }
      if (path.span.valid())
        out += fmt::format("    ended by {}: {}\n", names.Place(path.span), names.Line(path.span));
    }
    if (traced.truncated) out += fmt::format("  ... more than {} branches\n", study::kTracePathsMax);
  }
  return out;
}

std::string RoutesText(const study::Snapshot& snapshot, const study::RoutesResult& result, const Style&) {
  const Names names(snapshot);
  std::vector<std::vector<std::string>> rows = {
      {"node", "vrf", "prefix", "protocol", "distance/metric", "next hop", "interface", "resolved"}};
  for (const study::RouteRow& row : result.rows) {
    std::string resolved;
    for (const routing::NextHop& hop : row.resolved) {
      resolved += (resolved.empty() ? "" : ", ") + (hop.gateway ? net::ToString(*hop.gateway) + " " : "") +
                  names.Interface(row.node, hop.interface);
    }
    rows.push_back({names.Node(row.node), row.vrf, net::ToString(row.route.prefix),
                    std::string(routing::kProtocolNames[static_cast<std::size_t>(row.route.protocol)]),
                    fmt::format("{}/{}", row.route.distance, row.route.metric),
                    row.hop.gateway ? net::ToString(*row.hop.gateway) : "-",
                    row.hop.discard ? "discard" : names.Interface(row.node, row.hop.interface), resolved});
  }
  return Table(rows);
}

std::string ParseText(const study::Snapshot& snapshot, const Style& style) {
  const Names names(snapshot);
  const Paint paint(style.color);
  std::vector<std::vector<std::string>> rows = {
      {"file", "device", "system", "lines", "modelled", "irrelevant", "not modelled", "unknown"}};
  std::string open;
  for (const study::ConfigFile& config : snapshot.configs) {
    std::size_t counts[5] = {};
    for (std::size_t i = 0; i < config.fates.lines.size(); ++i) {
      const model::LineFate& line = config.fates.lines[i];
      ++counts[static_cast<std::size_t>(line.fate)];
      if (line.fate != model::Fate::kUnmodelled && line.fate != model::Fate::kUnknown) continue;
      const base::Span span{config.file, static_cast<std::uint32_t>(i + 1), 1, 0};
      open += fmt::format("{}{}{}: {}: {}\n", paint.open, names.Place(span), paint.off,
                          line.reason.empty() ? "unknown" : line.reason, names.Line(span));
    }
    rows.push_back({snapshot.sources.file(config.file).name(), config.device,
                    config.format.empty() ? "-" : config.format, fmt::format("{}", config.fates.lines.size()),
                    fmt::format("{}", counts[1]), fmt::format("{}", counts[2]), fmt::format("{}", counts[3]),
                    fmt::format("{}", counts[4])});
  }
  const study::Census census = study::CountFates(snapshot);
  return Table(rows) + (open.empty() ? "" : "\nlines that could matter and are not in the model:\n" + open) +
         fmt::format("\nall files: {} modelled, {} irrelevant, {} not modelled, {} unknown, {} blank\n",
                     census.modelled, census.irrelevant, census.unmodelled, census.unknown, census.blank);
}

std::string WhatIfText(const study::Snapshot& snapshot, const study::WhatIfResult& result,
                       const Style& style) {
  const Names names(snapshot);
  const Paint paint(style.color);
  std::string out =
      fmt::format("taken out: {}\n",
                  result.removed.empty() ? "nothing" : fmt::format("{}", fmt::join(result.removed, ", ")));
  for (const study::FlowDifference& flow : result.flows) {
    if (flow.delivered_before != flow.delivered_after) {
      out += fmt::format("{}{}{}  {}\n", flow.delivered_after ? paint.good : paint.bad, names.Flow(flow.flow),
                         paint.off, flow.delivered_after ? "works now" : "lost: no path");
      continue;
    }
    if (!flow.delivered_after) out += fmt::format("{}  still has no path\n", names.Flow(flow.flow));
    if (flow.gained.empty() && flow.lost.empty()) continue;
    out += names.Flow(flow.flow) + "\n";
    for (const auto& [element, levels] : flow.gained)
      out +=
          fmt::format("  {}+{} {}: {}\n", paint.bad, paint.off, names.Element(element), LevelWords(levels));
    for (const auto& [element, levels] : flow.lost)
      out +=
          fmt::format("  {}-{} {}: {}\n", paint.good, paint.off, names.Element(element), LevelWords(levels));
  }
  if (result.traffic_bps > 0) {
    out += fmt::format(
        "traffic lost: {:.4g} of {:.4g} Gbps ({:.4g} at ends that are taken out, {:.4g} stranded)\n",
        static_cast<double>(result.lost_bps) / 1e9, static_cast<double>(result.traffic_bps) / 1e9,
        static_cast<double>(result.lost_own_bps) / 1e9,
        static_cast<double>(result.lost_bps - result.lost_own_bps) / 1e9);
  }
  return out;
}

std::string CompareText(const study::Snapshot&, const Comparison& comparison, const Style& style) {
  const Paint paint(style.color);
  std::string out;
  for (const study::RuleDifference& rule :
       study::CompareRules(*comparison.before_check, *comparison.after_check)) {
    out += fmt::format("{}  {}{}{} -> {}{}{}\n", rule.id, paint.Of(rule.before), rules::NameOf(rule.before),
                       paint.off, paint.Of(rule.after), rules::NameOf(rule.after), paint.off);
  }
  return out + fmt::format("\nafter the change:\n\n{}",
                           CheckText(*comparison.after, *comparison.after_check, style));
}

}  // namespace ringfence::report::text
