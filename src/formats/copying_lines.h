// Lines about collectors and flow monitors that several systems write with the same words.
#pragma once

#include <optional>

#include "formats/copying_text.h"
#include "formats/statement_report.h"
#include "formats/tunnel_text.h"

namespace ringfence::formats {

/// Verdicts about lines that copy in a form that is not modelled.
inline constexpr Verdict kMirrorNotModelled = NotModelled(model::Impact::kCopying, "traffic mirroring");
/// Likewise of records.
inline constexpr Verdict kFlowExportNotModelled = NotModelled(model::Impact::kCopying, "flow export");

/// A line below an exporter: destination, source, port, and what shapes the records.
Verdict ReadExporterLine(StatementReport& report, Statement& statement, ExporterText& exporter,
                         TakeInterface take);

/// A line below a flow monitor.
Verdict ReadFlowMonitorLine(Statement& statement, FlowMonitorText& monitor);

/// `monitor M [sampler S] DIRECTION [sampler S]` of an interface; nullopt: another form.
std::optional<FlowUseText> TakeFlowUse(Statement& statement, net::Family family);

}  // namespace ringfence::formats
