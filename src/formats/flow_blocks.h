// Blocks that name a collector of flow records and what monitors flows, of systems that write them alike.
#pragma once

#include "formats/copying_lines.h"

namespace ringfence::formats {

/// For readers that keep what they read in `vendor.copying.flows` and name the open block in `block_name`.
/// `take`: reads the name of an interface. `kVersionIsBlock`: lines about how records look stand in a block
/// below `version`.
template <class Reader, TakeInterface take, bool kVersionIsBlock>
class FlowBlocks {
 public:
  /// Opens the block named by `block_name`, of an exporter or of a monitor, whose first line is being read.
  static Verdict Open(Reader& reader, bool exporter) {
    if (exporter) {
      reader.vendor.copying.flows.exporters[reader.block_name];
    } else {
      reader.vendor.copying.flows.monitors[reader.block_name];
    }
    reader.Open(exporter ? &ReadExporter : &ReadMonitor, model::Impact::kCopying);
    return kUnderstood;
  }

 private:
  static Verdict ReadExporter(Reader& reader, Statement& statement) {
    if (kVersionIsBlock && statement.words.Peek() == "version")
      reader.Open([](Reader&, Statement&) { return kNoEffect; }, 0);
    return ReadExporterLine(reader, statement, reader.vendor.copying.flows.exporters[reader.block_name],
                            take);
  }
  static Verdict ReadMonitor(Reader& reader, Statement& statement) {
    return ReadFlowMonitorLine(statement, reader.vendor.copying.flows.monitors[reader.block_name]);
  }
};

}  // namespace ringfence::formats
