// RIP and RIPng: groups of interfaces, which SR OS calls neighbours.
#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

void ReadSend(Reader& reader, NodeId value, RipLeaves& to) {
  to.sends = {reader.word(value) != "none", value, reader.SpanOf(value)};
  if (reader.word(value) == "version-1" || reader.word(value) == "broadcast")
    reader.Unmodelled(value, Impact::kRouting4, "RIP version 1");
}
void ReadReceive(Reader& reader, NodeId value, RipLeaves& to) {
  to.receives = {reader.word(value) != "none", value, reader.SpanOf(value)};
  if (reader.word(value) == "version-1") reader.Unmodelled(value, Impact::kRouting4, "RIP version 1");
}

constexpr Rule<RipLeaves> kLeafRules[] = {
    AdminState<&RipLeaves::admin>(),
    Flag<&RipLeaves::split_horizon>("split-horizon"),
    Number<&RipLeaves::metric_in, 1, 16>("metric-in"),
    Number<&RipLeaves::metric_out, 1, 16>("metric-out"),
    Number<&RipLeaves::preference, 1, 255>("preference"),
    Text<&RipLeaves::key>("authentication-key"),
    Text<&RipLeaves::key_type>("authentication-type"),
    Names<&RipLeaves::imports>("import-policy"),
    Names<&RipLeaves::exports>("export-policy"),
    Leaf<RipLeaves>("send", &ReadSend),
    Leaf<RipLeaves>("receive", &ReadReceive),
    Lacks<RipLeaves>("export-limit", kRouting, "limit of exported routes"),
    Lacks<RipLeaves>("unicast-address", kRouting, "neighbours by address"),
    Ignores<RipLeaves>("bfd-liveness"),
    Ignores<RipLeaves>("check-zero"),
    Ignores<RipLeaves>("message-size"),
    Lacks<RipLeaves>("propagate-metric", kRouting, "metrics of other protocols in RIP"),
    Ignores<RipLeaves>("timers"),
};

void ReadNeighbor(Reader& reader, NodeId key, RipGroupText& group) {
  RipNeighborText& to = group.neighbors.emplace_back();
  to.name = reader.word(key);
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to.leaves, std::span(kLeafRules));
}

constexpr Rule<RipGroupText> kGroupRules[] = {List<RipGroupText>("neighbor", &ReadNeighbor)};

void ReadGroup(Reader& reader, NodeId key, RipText& rip) {
  RipGroupText& group = rip.groups.emplace_back();
  Dispatch(reader, key, group, std::span(kGroupRules));
  Dispatch(reader, key, group.leaves, std::span(kLeafRules));
}

constexpr Rule<RipText> kRipRules[] = {List<RipText>("group", &ReadGroup)};

void ReadFamily(Reader& reader, NodeId block, net::Family family, RouterText& router) {
  RipText& rip = router.rip.emplace_back();
  rip.family = family;
  rip.span = reader.SpanOf(block);
  Dispatch(reader, block, rip, std::span(kRipRules));
  Dispatch(reader, block, rip.leaves, std::span(kLeafRules));
  // Whether metric-out is added to what RIP learned, or only to what is exported into it, is not confirmed.
  reader.Unmodelled(block, kRouting, "cost of a RIP hop");
}

}  // namespace

void ReadRip(Reader& reader, NodeId block, RouterText& router) {
  ReadFamily(reader, block, net::Family::kIpv4, router);
}
void ReadRipNg(Reader& reader, NodeId block, RouterText& router) {
  ReadFamily(reader, block, net::Family::kIpv6, router);
}

}  // namespace ringfence::formats::nokia_sros
