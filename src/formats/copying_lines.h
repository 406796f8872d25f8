// Lines about collectors and flow monitors that several systems write with the same words.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "formats/copying_text.h"
#include "formats/statement_report.h"
#include "formats/tunnel_text.h"

namespace ringfence::formats {

/// Verdicts about lines that copy in a form that is not modelled.
inline constexpr Verdict kMirrorNotModelled = NotModelled(model::Impact::kCopying, "traffic mirroring");
/// Likewise of records.
inline constexpr Verdict kFlowExportNotModelled = NotModelled(model::Impact::kCopying, "flow export");

/// Interfaces that the sources of all sessions of a device may name, at most (origin: ports of the largest
/// chassis, in each of some sessions).
inline constexpr std::size_t kMirrorSourcesMax = 16'384;

/// Adds a source for each name, like `like`; false when `all_sources` would be more than allowed: none is
/// added.
bool AddSources(const std::vector<std::string>& names, const MirrorSourceText& like, std::size_t& all_sources,
                std::vector<MirrorSourceText>& sources);

/// Likewise of ports that copies leave by.
bool AddPorts(const std::vector<std::string>& names, base::Span span, std::size_t& all_sources,
              std::vector<Setting<std::string>>& ports);

/// A line below an exporter: destination, source, port, and what shapes the records.
Verdict ReadExporterLine(StatementReport& report, Statement& statement, ExporterText& exporter,
                         TakeInterface take);

/// A line below a flow monitor.
Verdict ReadFlowMonitorLine(Statement& statement, FlowMonitorText& monitor);

/// `monitor M [sampler S] DIRECTION [sampler S]` of an interface; nullopt: another form.
std::optional<FlowUseText> TakeFlowUse(Statement& statement, net::Family family);

}  // namespace ringfence::formats
