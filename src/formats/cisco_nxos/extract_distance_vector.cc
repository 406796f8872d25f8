// `router eigrp` and `router rip`: one block a VRF, inside it one a family.

#include <fmt/format.h>

#include "formats/cisco_nxos/reader.h"

namespace ringfence::formats::cisco_nxos {
namespace {

EigrpFamilyText& Eigrp(Reader& reader) { return reader.eigrp().families[reader.family]; }
RipFamilyText& Rip(Reader& reader) { return reader.rip().families[reader.family]; }

constexpr std::uint64_t kPicosecondsPerTen = 10'000'000;

/// Opens `address-family {ipv4 | ipv6} unicast`.
Verdict OpenFamily(Reader& reader, Statement& statement, Handler handler) {
  const Word family = statement.words.Next();
  if (!(family == "ipv4") && !(family == "ipv6")) return kNotKnown;
  if (!statement.words.Accept("unicast")) return kNotKnown;
  reader.family = family == "ipv6" ? 1 : 0;
  reader.Open(handler, kRouting);
  return kUnderstood;
}

Verdict ReadEigrpAs(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, Eigrp(reader).as, 1, 65535);
}

Verdict ReadEigrpRouterId(Reader& reader, Statement& statement) {
  if (statement.negated) return Eigrp(reader).router_id = {}, statement.words.Rest(), kUnderstood;
  const auto id = TakeIpv4(reader, statement);
  if (!id) return kNotKnown;
  Eigrp(reader).router_id = {*id, statement.span()};
  return kUnderstood;
}

/// Bandwidth in kbit/s, delay in tens of microseconds, reliability, load, MTU.
Verdict ReadEigrpDefaultMetric(Reader& reader, Statement& statement) {
  Setting<eigrp::EigrpMetric>& setting = Eigrp(reader).default_metric;
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  std::array<std::uint32_t, 5> values{};
  for (std::uint32_t& value : values) {
    const auto number = TakeNumber(reader, statement, 1, 0xffffffffU);
    if (!number) return kNotKnown;
    value = *number;
  }
  setting = {{values[0], values[1] * kPicosecondsPerTen, values[2], values[3], values[4]}, statement.span()};
  return kUnderstood;
}

Verdict ReadEigrpDistance(Reader& reader, Statement& statement) {
  EigrpFamilyText& family = Eigrp(reader);
  const Verdict verdict = SetNumber(reader, statement, family.distance_internal, 1, 255);
  if (verdict.fate != model::Fate::kModelled) return verdict;
  return SetNumber(reader, statement, family.distance_external, 1, 255);
}

Verdict ReadEigrpStub(Reader& reader, Statement& statement) {
  EigrpFamilyText& family = Eigrp(reader);
  family.stub_connected = family.stub_summary = family.stub_static = family.stub_redistributed = false;
  bool any = false;
  bool leak = false;
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    any = true;
    if (word == "direct" || word == "connected") family.stub_connected = true;
    if (word == "summary") family.stub_summary = true;
    if (word == "static") family.stub_static = true;
    if (word == "redistributed") family.stub_redistributed = true;
    if (word == "leak-map") leak = !statement.words.Next().empty();
  }
  if (!any) family.stub_connected = family.stub_summary = true;
  family.stub = {!statement.negated, statement.span()};
  return leak && !statement.negated ? NotModelled(kRouting, "leak map of a stub") : kUnderstood;
}

Verdict ReadEigrpMetric(Reader& reader, Statement& statement) {
  if (statement.words.Accept("version")) {
    if (!statement.words.Accept("64bit")) return kNotKnown;
    return SetFlag(statement, Eigrp(reader).wide);
  }
  if (statement.words.Peek() == "weights")
    return statement.negated ? kNoEffect : NotModelled(kRouting, "EIGRP weights");
  return statement.words.Peek() == "maximum-hops" ? kNoEffect : kNotKnown;
}

Verdict ReadEigrpRedistribute(Reader& reader, Statement& statement) {
  return ReadRedistribute(reader, statement, Eigrp(reader).redistributions);
}
Verdict ReadEigrpMaximumPaths(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, Eigrp(reader).maximum_paths, 1, 64);
}
Verdict ReadEigrpVariance(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, Eigrp(reader).variance, 1, 128);
}
Verdict ReadEigrpShutdown(Reader& reader, Statement& statement) {
  return SetFlag(statement, Eigrp(reader).shutdown);
}
Verdict ReadEigrpPassive(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("default")) return kNotKnown;
  return SetFlag(statement, Eigrp(reader).passive_default);
}

Verdict ReadEigrpFamily(Reader& reader, Statement& statement);
Verdict ReadEigrpVrf(Reader& reader, Statement& statement);

constexpr Keyword kEigrpKeywords[] = {
    {"address-family", ReadEigrpFamily},
    {"authentication", nullptr, NotModelled(kRouting, "EIGRP authentication of all interfaces")},
    {"autonomous-system", ReadEigrpAs},
    {"bfd"},
    {"default-information", nullptr, NotModelled(kRouting, "default route in EIGRP")},
    {"default-metric", ReadEigrpDefaultMetric},
    {"distance", ReadEigrpDistance},
    {"flush-routes"},
    {"graceful-restart"},
    {"isolate", nullptr, NotModelled(kRouting, "isolated router")},
    {"log-adjacency-changes"},
    {"log-neighbor-warnings"},
    {"maximum-paths", ReadEigrpMaximumPaths},
    {"metric", ReadEigrpMetric},
    {"nsf"},
    {"passive-interface", ReadEigrpPassive},
    {"redistribute", ReadEigrpRedistribute},
    {"router-id", ReadEigrpRouterId},
    {"shutdown", ReadEigrpShutdown},
    {"stub", ReadEigrpStub},
    {"table-map", nullptr, NotModelled(kRouting, "table map")},
    {"timers"},
    {"variance", ReadEigrpVariance},
    {"vrf", ReadEigrpVrf},
};
static_assert(IsSorted<Keyword>(kEigrpKeywords));

Verdict ReadEigrpFamilyLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kEigrpKeywords, statement);
}
Verdict ReadEigrpVrfLine(Reader& reader, Statement& statement) {
  reader.family = 0;
  return reader.Dispatch(kEigrpKeywords, statement);
}
Verdict ReadEigrpLine(Reader& reader, Statement& statement) {
  reader.process_vrf = 0;
  return ReadEigrpVrfLine(reader, statement);
}
Verdict ReadEigrpFamily(Reader& reader, Statement& statement) {
  return OpenFamily(reader, statement, ReadEigrpFamilyLine);
}
Verdict ReadEigrpVrf(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "VRF");
  if (!name) return kNotKnown;
  auto& vrfs = reader.vendor.eigrp[reader.process_index].vrfs;
  reader.process_vrf = VrfIndexIn(vrfs, VrfName(*name), statement.span());
  reader.Open(ReadEigrpVrfLine, kRouting);
  return kUnderstood;
}

Verdict ReadRipRedistribute(Reader& reader, Statement& statement) {
  return ReadRedistribute(reader, statement, Rip(reader).redistributions);
}
Verdict ReadRipDefault(Reader& reader, Statement& statement) {
  return ReadDefaultInformation(statement, Rip(reader).default_origination);
}
Verdict ReadRipDefaultMetric(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, Rip(reader).default_metric, 1, 15);
}
Verdict ReadRipDistance(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, Rip(reader).distance, 1, 255);
}
Verdict ReadRipMaximumPaths(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, Rip(reader).maximum_paths, 1, 64);
}
Verdict ReadRipShutdown(Reader& reader, Statement& statement) {
  return SetFlag(statement, reader.rip().shutdown);
}

Verdict ReadRipFamily(Reader& reader, Statement& statement);
Verdict ReadRipVrf(Reader& reader, Statement& statement);

constexpr Keyword kRipKeywords[] = {
    {"address-family", ReadRipFamily},
    {"default-information", ReadRipDefault},
    {"default-metric", ReadRipDefaultMetric},
    {"distance", ReadRipDistance},
    {"flush-routes"},
    {"isolate", nullptr, NotModelled(kRouting, "isolated router")},
    {"maximum-paths", ReadRipMaximumPaths},
    {"redistribute", ReadRipRedistribute},
    {"shutdown", ReadRipShutdown},
    {"timers"},
    {"vrf", ReadRipVrf},
};
static_assert(IsSorted<Keyword>(kRipKeywords));

Verdict ReadRipFamilyLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kRipKeywords, statement);
}
Verdict ReadRipVrfLine(Reader& reader, Statement& statement) {
  reader.family = 0;
  return reader.Dispatch(kRipKeywords, statement);
}
Verdict ReadRipLine(Reader& reader, Statement& statement) {
  reader.process_vrf = 0;
  return ReadRipVrfLine(reader, statement);
}
Verdict ReadRipFamily(Reader& reader, Statement& statement) {
  return OpenFamily(reader, statement, ReadRipFamilyLine);
}
Verdict ReadRipVrf(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "VRF");
  if (!name) return kNotKnown;
  auto& vrfs = reader.vendor.rip[reader.process_index].vrfs;
  reader.process_vrf = VrfIndexIn(vrfs, VrfName(*name), statement.span());
  reader.Open(ReadRipVrfLine, kRouting);
  return kUnderstood;
}

/// Removes the process, or opens its block.
template <class Processes>
Verdict OpenProcess(Reader& reader, Statement& statement, Processes& processes, Handler handler) {
  auto tag = TakeName(reader, statement, "process");
  if (!tag) return kNotKnown;
  if (statement.negated) {
    std::erase_if(processes, [&tag](const auto& process) { return process.tag == *tag; });
    return kUnderstood;
  }
  reader.process_index = ProcessIndexIn(processes, *tag, statement.span());
  reader.process_vrf = 0;
  reader.Open(handler, kRouting);
  return kUnderstood;
}

}  // namespace

Verdict ReadRouterEigrp(Reader& reader, Statement& statement) {
  return OpenProcess(reader, statement, reader.vendor.eigrp, ReadEigrpLine);
}

Verdict ReadRouterRip(Reader& reader, Statement& statement) {
  return OpenProcess(reader, statement, reader.vendor.rip, ReadRipLine);
}

Verdict ReadRouter(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "ospf") return ReadRouterOspf(reader, statement, net::Family::kIpv4);
  if (word == "ospfv3") return ReadRouterOspf(reader, statement, net::Family::kIpv6);
  if (word == "isis") return ReadRouterIsis(reader, statement);
  if (word == "eigrp") return ReadRouterEigrp(reader, statement);
  if (word == "rip") return ReadRouterRip(reader, statement);
  if (word == "bgp") return ReadRouterBgp(reader, statement);
  return kNotKnown;
}

}  // namespace ringfence::formats::cisco_nxos
