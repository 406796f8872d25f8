// Segment routing with labels: `segment-routing` of the system view and of processes, SIDs of interfaces.
// What stands below it (policies, mapping servers) is not modelled; SRv6 is in extract_srv6.cc.
#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
using model::Impact;

Verdict OpenSr(Reader& reader, const Line& line) {
  if (line.at(1) == "ipv6") return OpenSrv6(reader, line);
  if (line.size() > 1) return KnownForm(View::kSystem, line);
  reader.config.segment_routing = !line.undo();
  if (line.undo()) reader.config.prefers_sr = false;
  return Modelled(line.undo() ? View::kInherit : View::kSr);
}

Verdict ReadSr(Reader& reader, const Line& line) {
  if (line.at(0) == "tunnel-prefer" && line.at(1) == "segment-routing" && line.size() == 2) {
    reader.config.prefers_sr = !line.undo();
    return Modelled();
  }
  if (line.undo()) return Irrelevant();
  // A mapping server tells SIDs for the prefixes of others.
  if (line.at(0) == "mapping-server") return Unmodelled(kPaths, "SIDs for others");
  return Unmodelled(Impact::kForwarding, "segment routing");
}

Verdict ReadProcessSr(Reader& reader, View view, const Line& line, VrpSr& sr) {
  if (line.at(1) == "mpls" && line.size() == 2) {
    sr.on = line.undo() ? base::Span() : line.span();
    return Modelled();
  }
  if (line.at(1) == "auto-adj-sid")
    return Irrelevant();  // no packet of the model has the label of an adjacency
  if (line.at(1) != "global-block" || (line.size() > 4 && !line.undo())) return KnownForm(view, line);
  sr.block.reset();
  if (line.undo()) return Modelled();
  const auto first = NumberUpTo(line.at(2), kLabelMax), last = NumberUpTo(line.at(3), kLabelMax);
  sr.block = first && last ? BlockOf(*first, *last) : std::nullopt;
  return sr.block ? Modelled() : reader.Invalid(line, 2, "not a block of labels", Impact::kForwarding);
}

Verdict ReadInterfaceSid(Reader& reader, const Line& line) {
  VrpInterface& interface = reader.config.interfaces[reader.open_interface];
  const bool isis = line.at(0) == "isis";
  std::size_t end = line.size();
  routing::sr::Algorithm algorithm = routing::sr::kShortestPath;
  if (isis && end >= 2 && line.at(end - 2) == "flex-algo") {
    const auto number = NumberUpTo(line.at(end - 1), routing::sr::kFlexibleMax);
    if (!number || *number < routing::sr::kFlexibleMin)
      return reader.Invalid(line, end - 1, "not a flexible algorithm", Impact::kForwarding);
    algorithm = static_cast<routing::sr::Algorithm>(*number);
    end -= 2;
  }
  SidText& sid = isis ? interface.isis_sids[algorithm] : interface.ospf_sid;
  sid = {};
  if (line.undo()) return Modelled();
  const bool absolute = line.at(2) == "absolute";
  // `node-disable` says that the prefix is no router.
  const bool whole = end == 4 || (end == 5 && line.at(4) == "node-disable");
  if (!whole || (!absolute && line.at(2) != "index")) return KnownForm(View::kInterface, line);
  const auto value = NumberUpTo(line.at(3), kLabelMax);
  if (!value) return reader.Invalid(line, 3, "not a SID", Impact::kForwarding);
  sid = {.value = *value, .absolute = absolute, .span = line.span()};
  return Modelled();
}

}  // namespace ringfence::formats::huawei_vrp
