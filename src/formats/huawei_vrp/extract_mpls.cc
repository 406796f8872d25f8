// `mpls` and `mpls ldp` of the system view and of interfaces. An interface takes part only when all four are
// there and the device has an LSR id.
#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

Verdict ReadLsrId(Reader& reader, const Line& line) {
  VrpMpls& mpls = reader.config.mpls;
  mpls.lsr_id.reset();
  if (line.undo()) return Modelled();
  if (line.size() > 3) return KnownForm(View::kSystem, line);
  mpls.lsr_id = net::ParseIpv4(line.at(2));
  mpls.lsr_id_span = line.span();
  return mpls.lsr_id ? Modelled() : reader.Invalid(line, 2, "not an LSR id", Impact::kForwarding);
}

/// `lsp-trigger {all | host | none | ip-prefix L}`.
Verdict ReadTrigger(const Line& line, VrpLabelChoice& trigger) {
  using Kind = VrpLabelChoice::Kind;
  const std::string_view word = line.at(1);
  const bool listed = word == "ip-prefix" && line.size() == 3;
  const bool plain = (word == "all" || word == "host" || word == "none") && line.size() == 2;
  if (!listed && !plain && !(line.undo() && line.size() == 1)) return KnownForm(View::kMpls, line);
  trigger = {};
  if (line.undo()) return Modelled();
  trigger.kind = listed           ? Kind::kListed
                 : word == "all"  ? Kind::kAll
                 : word == "none" ? Kind::kNone
                                  : Kind::kHosts;
  if (listed) trigger.list = {std::string(line.at(2)), line.span()};
  return Modelled();
}

/// `propagate mapping for ip-prefix L`: labels of other routers that are told on.
Verdict ReadPropagate(const Line& line, VrpLabelChoice& propagate) {
  const bool names = line.at(2) == "for" && line.at(3) == "ip-prefix";
  const bool whole = line.at(1) == "mapping" && (names ? line.size() == 5 : line.undo() && line.size() == 2);
  if (!whole) return KnownForm(View::kMplsLdp, line);
  propagate = {};
  if (line.undo()) return Modelled();
  propagate = {VrpLabelChoice::kListed, {std::string(line.at(4)), line.span()}};
  return Modelled();
}

}  // namespace

Verdict OpenMpls(Reader& reader, const Line& line) {
  VrpMpls& mpls = reader.config.mpls;
  if (line.size() == 1) {
    // Without MPLS nothing of it is left but the LSR id.
    if (line.undo()) mpls = {.lsr_id = mpls.lsr_id, .lsr_id_span = mpls.lsr_id_span};
    mpls.enabled = !line.undo();
    return Modelled(line.undo() ? View::kInherit : View::kMpls);
  }
  if (line.at(1) == "lsr-id") return ReadLsrId(reader, line);
  if (line.at(1) == "l2vpn" && line.size() == 2) return ReadL2Vpn(reader, line);
  if (line.at(1) == "ldp" && line.at(2) == "remote-peer") return OpenRemotePeer(reader, line);
  if (line.at(1) != "ldp" || line.size() > 2) return KnownForm(View::kSystem, line);
  mpls.ldp = !line.undo();
  mpls.independent = mpls.independent && mpls.ldp;
  if (!mpls.ldp) mpls.propagate = {};
  mpls.ldp_span = line.span();
  return Modelled(View::kMplsLdp);
}

Verdict ReadMplsView(Reader& reader, const Line& line) {
  VrpMpls& mpls = reader.config.mpls;
  const std::string_view word = line.at(0);
  if (word == "mpls") return ReadTe(reader, line);
  if (word == "lsp-trigger" && line.at(1) == "bgp-label-route" && line.size() == 2) {
    mpls.labelled_bgp = !line.undo();
    return Modelled();
  }
  if (word == "lsp-trigger") return ReadTrigger(line, mpls.trigger);
  if (word == "label" && line.at(1) == "advertise") {
    // An ordinary label of the last router does what the null one does: it arrives and is taken off there.
    const bool explicit_null = line.at(2) == "explicit-null" || line.at(2) == "non-null";
    if (!line.undo() && !explicit_null && line.at(2) != "implicit-null") return KnownForm(View::kMpls, line);
    mpls.explicit_null = explicit_null && !line.undo();
    return Modelled();
  }
  return KnownForm(View::kMpls, line);
}

Verdict ReadMplsLdp(Reader& reader, const Line& line) {
  if (line.at(0) == "ipv4-family" && line.size() == 1) return Modelled(View::kMplsLdp);
  if (line.at(0) == "label" && line.at(1) == "distribution" && line.at(2) == "control-mode") {
    const bool independent = line.at(3) == "independent";
    if (!line.undo() && !independent && line.at(3) != "ordered") return KnownForm(View::kMplsLdp, line);
    reader.config.mpls.independent = independent && !line.undo();
    reader.config.mpls.independent_span = line.span();
    return Modelled();
  }
  if (line.at(0) == "propagate") return ReadPropagate(line, reader.config.mpls.propagate);
  return KnownForm(View::kMplsLdp, line);
}

Verdict ReadInterfaceMpls(Reader& reader, const Line& line) {
  if (line.at(1) == "l2vc") return ReadCircuit(reader, line);
  VrpInterface& interface = reader.config.interfaces[reader.open_interface];
  if (line.size() == 1) {
    interface.mpls = !line.undo();
    return Modelled();
  }
  if (line.at(1) == "ldp" && line.size() == 2) {
    interface.ldp = !line.undo();
    interface.ldp_span = line.span();
    return Modelled();
  }
  if (line.at(1) == "te" || line.at(1) == "rsvp-te") return ReadInterfaceTe(reader, line);
  if (line.at(1) != "ldp" || line.at(2) != "transport-address") return KnownForm(View::kInterface, line);
  interface.ldp_transport = {};
  if (line.undo()) return Modelled();
  const NameTaken name = TakeInterfaceName(line, 3);
  const bool own = line.at(3) == "interface" && line.size() == 4;
  if (!own && (name.name.empty() || name.next < line.size())) return KnownForm(View::kInterface, line);
  interface.ldp_transport = {own ? interface.name : name.name, line.span()};
  return Modelled();
}

}  // namespace ringfence::formats::huawei_vrp
