// `forwarding-options port-mirroring|analyzer|sampling`, `protocols sflow`, `services`. VLANs, bridged
// families and groups of next hops stay open.
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"

namespace ringfence::formats::juniper_junos {
namespace {

constexpr std::uint8_t kCopying = Impact::kCopying;
constexpr const char* kMirroring = "port mirroring";
constexpr const char* kSampling = "traffic sampling";

std::optional<std::size_t> FamilyIndex(std::string_view word) {
  if (word == "inet") return static_cast<std::size_t>(net::Family::kIpv4);
  if (word == "inet6") return static_cast<std::size_t>(net::Family::kIpv6);
  return std::nullopt;
}

// `output { interface ge-0/0/7.0 { next-hop A; } }`, `output { ip-address A; }`.
void ReadMirrorOutput(Reader& reader, NodeId node, std::vector<MirrorOutput>& outputs) {
  reader.Modelled(node, kCopying);
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "no-filter-check") {
      reader.Irrelevant(child);
    } else if (word == "interface") {
      reader.Modelled(child, kCopying);
      for (const NodeId name : Children(reader, child)) {
        reader.ModelledAll(name);  // whom frames are addressed to does not change where they go
        outputs.push_back({reader.word(name), std::nullopt, name});
      }
    } else if (word == "ip-address") {
      reader.Modelled(child, kCopying);
      if (const auto address = reader.Address(child)) outputs.push_back({"", address, child});
    } else {
      reader.Unmodelled(child, kCopying, kMirroring);
    }
  }
}

void ReadMirrorBody(Reader& reader, NodeId node, MirrorInstance& mirror) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "input" || word == "mirror-once") reader.Irrelevant(child);  // how often, how much
    if (word != "family") continue;
    reader.Modelled(child, kCopying);
    for (const NodeId family : Children(reader, child)) {
      const auto index = FamilyIndex(reader.word(family));
      if (!index) {
        reader.Unmodelled(family, kCopying, kMirroring);
        continue;
      }
      reader.Modelled(family, kCopying);
      for (const NodeId part : Children(reader, family)) {
        if (reader.word(part) == "output") ReadMirrorOutput(reader, part, mirror.outputs[*index]);
        if (reader.word(part) == "input") reader.Irrelevant(part);
      }
    }
  }
}

void ReadAnalyzerInput(Reader& reader, NodeId node, Analyzer& analyzer) {
  reader.Modelled(node, kCopying);
  for (const NodeId side : Children(reader, node)) {
    const bool in = reader.word(side) == "ingress";
    if (!in && reader.word(side) != "egress") {
      reader.Irrelevant(side);  // ratio, loss priority
      continue;
    }
    reader.Modelled(side, kCopying);
    for (const NodeId what : Children(reader, side)) {
      if (reader.word(what) != "interface") {
        reader.Unmodelled(what, kCopying, kMirroring);
        continue;
      }
      reader.Modelled(what, kCopying);
      for (const NodeId name : Children(reader, what)) {
        reader.Modelled(name, kCopying);
        analyzer.sources.push_back({reader.word(name), in, !in, name});
      }
    }
  }
}

// What shapes records, and where the device keeps its own.
void ReadServerOption(Reader& reader, NodeId node, FlowServer& server) {
  const std::string_view word = reader.word(node);
  if (word == "port") {
    reader.Modelled(node, kCopying);
    if (const auto port = reader.Number(node, 1, 65535)) server.port = static_cast<std::uint16_t>(*port);
  } else if (word == "source-address") {
    reader.Modelled(node, kCopying);
    server.source = reader.Address(node);
  } else if (word == "routing-instance") {
    reader.Modelled(node, kCopying);
    if (const NodeId value = reader.Value(node); value != kNone) server.vrf = reader.word(value);
  } else if (word.starts_with("version") || word == "autonomous-system-type" || word == "aggregation" ||
             word == "no-local-dump" || word == "local-dump" || word == "dscp" ||
             word == "forwarding-class") {
    reader.Irrelevant(node);
  }
}

void ReadSamplingOutput(Reader& reader, NodeId node, std::vector<FlowServer>& servers) {
  reader.Modelled(node, kCopying);
  std::optional<net::IpAddress> source;
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "flow-server") {
      reader.Modelled(child, kCopying);
      for (const NodeId name : Children(reader, child)) {
        reader.Modelled(name, kCopying);
        const auto address = reader.AddressOf(name);
        if (!address) continue;
        FlowServer& server = servers.emplace_back(FlowServer{*address, 0, "", std::nullopt, name});
        for (const NodeId option : Children(reader, name)) ReadServerOption(reader, option, server);
      }
    } else if (word == "inline-jflow" || word == "interface") {
      reader.ModelledAll(child);
      const NodeId body = word == "interface" ? reader.tree.FirstChild(child) : child;
      const NodeId own = body == kNone ? kNone : reader.tree.Find(body, "source-address");
      if (own != kNone) source = reader.Address(own);
    } else if (word == "extension-service") {
      reader.Unmodelled(child, kCopying, kSampling);
    } else {
      reader.Irrelevant(child);  // timeouts; files of the device
    }
  }
  for (FlowServer& server : servers) {
    if (!server.source) server.source = source;
  }
}

void ReadSamplingBody(Reader& reader, NodeId node, SamplingInstance& sampling) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "input" || word == "traceoptions" || word == "sample-once") reader.Irrelevant(child);
    // Forms of old releases, for IPv4.
    if (word == "output") ReadSamplingOutput(reader, child, sampling.servers[0]);
    if (word != "family") continue;
    reader.Modelled(child, kCopying);
    for (const NodeId family : Children(reader, child)) {
      const auto index = FamilyIndex(reader.word(family));
      if (!index) {
        reader.Unmodelled(family, kCopying, kSampling);
        continue;
      }
      reader.Modelled(family, kCopying);
      for (const NodeId part : Children(reader, family)) {
        if (reader.word(part) == "output") ReadSamplingOutput(reader, part, sampling.servers[*index]);
        if (reader.word(part) == "input") reader.Irrelevant(part);
      }
    }
  }
}

/// Reads `node` and each `instance` below it into `all`.
template <class Instance>
void ReadInstances(Reader& reader, NodeId node, std::vector<Instance>& all,
                   void (*read)(Reader&, NodeId, Instance&)) {
  read(reader, node, all.emplace_back());
  const NodeId instances = reader.tree.Find(node, "instance");
  if (instances == kNone) return;
  reader.Modelled(instances, kCopying);
  for (const NodeId name : Children(reader, instances)) {
    reader.Modelled(name, kCopying);
    Instance& one = all.emplace_back();
    one.name = reader.word(name);
    read(reader, name, one);
  }
}

}  // namespace

void ExtractPortMirroring(Reader& reader, NodeId node, JunosText& text) {
  ReadInstances(reader, node, text.copying.mirrors, &ReadMirrorBody);
}

void ExtractAnalyzers(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kCopying);
    Analyzer& analyzer = text.copying.analyzers.emplace_back();
    analyzer.name = reader.word(name);
    for (const NodeId part : Children(reader, name)) {
      if (reader.word(part) == "input") ReadAnalyzerInput(reader, part, analyzer);
      if (reader.word(part) == "output") ReadMirrorOutput(reader, part, analyzer.outputs);
    }
  }
}

void ExtractSampling(Reader& reader, NodeId node, JunosText& text) {
  ReadInstances(reader, node, text.copying.sampling, &ReadSamplingBody);
}

void ExtractSflow(Reader& reader, NodeId node, SflowText& sflow) {
  reader.Modelled(node, kCopying);
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "collector" || word == "interfaces") {
      reader.Modelled(child, kCopying);
      for (const NodeId name : Children(reader, child)) {
        if (word == "interfaces") {
          reader.ModelledAll(name);
          sflow.ports.push_back({reader.word(name), true, true, name});
          continue;
        }
        reader.Modelled(name, kCopying);
        const auto address = reader.AddressOf(name);
        if (!address) continue;
        FlowServer& server = sflow.collectors.emplace_back(FlowServer{*address, 0, "", std::nullopt, name});
        for (const NodeId option : Children(reader, name)) {
          if (reader.word(option) != "udp-port") {
            ReadServerOption(reader, option, server);
            continue;
          }
          reader.Modelled(option, kCopying);
          if (const auto port = reader.Number(option, 1, 65535))
            server.port = static_cast<std::uint16_t>(*port);
        }
      }
    } else if (word == "source-ip") {
      reader.Modelled(child, kCopying);
      sflow.source = reader.Address(child);
    } else if (word == "agent-id" || word == "polling-interval" || word == "sample-rate" ||
               word == "traceoptions" || word == "adaptive-sample-rate") {
      reader.Irrelevant(child);
    }
  }
}

void ExtractServices(Reader& reader, NodeId node, JunosText&) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "flow-monitoring") {
      reader.Irrelevant(child);  // which fields records have
    } else if (word == "flow-tap" || word == "radius-flow-tap" || word == "dynamic-flow-capture") {
      reader.Unmodelled(child, kCopying, "lawful interception");
    } else {
      reader.Unmodelled(child, kForwarding | kCopying | Impact::kProtection, "services");
    }
  }
}

}  // namespace ringfence::formats::juniper_junos
