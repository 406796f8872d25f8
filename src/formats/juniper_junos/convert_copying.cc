// Copies in the neutral model, and tunnels of gr- and ip- units.
//
// Filters copy what their terms take. A first term without a condition takes every packet of its family;
// whether others copy a packet is left open.
#include <compare>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formats/copying_text.h"
#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::CopiedWhat;
using model::CopySession;
using net::Family;

constexpr std::uint8_t kCopying = Impact::kCopying;

std::string InterfaceNamed(const model::Device& device, std::string_view name) {
  if (model::FindInterface(device, name).valid()) return std::string(name);
  return UnitName(name);
}

/// Traffic of a family that somebody copies at units: the node of the action, and whether it takes all.
struct Use {
  std::string unit;
  bool outbound = false;
  bool certain = true;
  NodeId node = kNone;
};

/// What a term does: records, or packets to an instance of port mirroring.
struct Doing {
  bool samples = false;
  std::string_view instance;
  friend auto operator<=>(const Doing&, const Doing&) = default;
};

/// Where a filter does it, and whether to every packet.
struct Action {
  NodeId node = kNone;
  bool all = false;
};

/// Uses of copying filters that are followed, at most (origin: all units of the largest chassis).
constexpr std::size_t kUsesMax = 65'536;

class Copying {
 public:
  Copying(Reader& reader, const JunosText& text, model::Device& device)
      : reader_(reader), text_(text), device_(device) {}

  void Run() {
    for (const Analyzer& analyzer : text_.copying.analyzers) AddAnalyzer(analyzer);
    for (const Family family : {Family::kIpv4, Family::kIpv6}) {
      FindUses(family);
      AddMirrors(family);
      AddSampling(family);
    }
    AddSflow();
  }

 private:
  model::CopyTarget TargetOf(const MirrorOutput& output) const {
    model::CopyTarget target;
    if (!output.address) target.interface = InterfaceNamed(device_, output.interface);
    target.address = output.address;
    if (output.address) target.protocol = net::kProtocolGre;
    target.span = reader_.SpanOf(output.node);
    return target;
  }

  model::CopyTarget TargetOf(const FlowServer& server) const {
    model::CopyTarget target;
    target.address = server.address;
    if (server.source && server.source->family == server.address.family) target.from = server.source;
    target.vrf = server.vrf;
    target.protocol = net::kProtocolUdp;
    target.port = server.port;
    target.span = reader_.SpanOf(server.node);
    return target;
  }

  void AddPort(CopySession& session, const CopiedPort& port, bool certain) {
    std::string name = InterfaceNamed(device_, port.interface);
    if (!model::FindInterface(device_, name).valid())
      reader_.Unmodelled(port.node, kCopying, "copies of an interface that is not configured");
    session.sources.push_back(
        {std::move(name), port.inbound, port.outbound, true, true, certain, reader_.SpanOf(port.node)});
  }

  void AddAnalyzer(const Analyzer& analyzer) {
    CopySession session{"analyzer " + std::string(analyzer.name), CopiedWhat::kPackets, {}, {}};
    for (const CopiedPort& port : analyzer.sources) AddPort(session, port, true);
    for (const MirrorOutput& output : analyzer.outputs) session.targets.push_back(TargetOf(output));
    if (!session.sources.empty()) device_.copying.push_back(std::move(session));
  }

  /// What filters of a family do: each once, with the first term that does it.
  void SummariseFilters(Family family) {
    actions_.clear();
    for (const Filter& filter : text_.filters) {
      if (filter.family != family) continue;
      std::map<Doing, Action>& actions = actions_[filter.name];
      for (std::size_t i = 0; i < filter.terms.size(); ++i) {
        const FilterTerm& term = filter.terms[i];
        const bool all = i == 0 && !term.conditional;
        if (term.sample != kNone) actions.try_emplace({true, ""}, Action{term.sample, all});
        if (term.mirror != kNone)
          actions.try_emplace({false, term.mirror_instance}, Action{term.mirror, all});
      }
    }
  }

  /// Units whose filters of a family copy, by what they do. A later filter of a list sees what those before
  /// leave.
  void FindUses(Family family) {
    uses_.clear();
    SummariseFilters(family);
    std::size_t count = 0;
    for (const Port& port : text_.ports) {
      if (port.name.starts_with("lo")) continue;  // the device itself
      for (const Unit& unit : port.units) {
        const UnitFamily& place = unit.families[static_cast<std::size_t>(family)];
        const std::string name = std::string(port.name) + '.' + std::string(unit.number);
        for (const bool out : {false, true}) {
          const std::vector<NameUse>& filters = out ? place.filters_out : place.filters_in;
          for (std::size_t f = 0; f < filters.size(); ++f) {
            const auto found = actions_.find(filters[f].name);
            if (found == actions_.end()) continue;
            for (const auto& [doing, action] : found->second) {
              if (++count > kUsesMax) return reader_.Unmodelled(action.node, kCopying, "very many copies");
              uses_[doing].push_back({name, out, f == 0 && action.all, action.node});
            }
          }
        }
      }
    }
  }

  void AddSources(CopySession& session, const std::vector<Use>& uses, Family family, bool certain) const {
    const bool v4 = family == Family::kIpv4;
    for (const Use& use : uses) {
      session.sources.push_back(
          {use.unit, !use.outbound, use.outbound, v4, !v4, certain && use.certain, reader_.SpanOf(use.node)});
    }
  }

  static std::string NameOf(std::string_view what, std::string_view instance, Family family) {
    std::string name(what);
    if (!instance.empty()) name += " instance " + std::string(instance);
    return name + (family == Family::kIpv4 ? " inet" : " inet6");
  }

  void AddMirrors(Family family) {
    for (const auto& [doing, uses] : uses_) {
      if (doing.samples) continue;
      CopySession session{NameOf("port-mirroring", doing.instance, family), CopiedWhat::kPackets, {}, {}};
      AddSources(session, uses, family, true);
      for (const MirrorInstance& mirror : text_.copying.mirrors) {
        if (mirror.name != doing.instance) continue;
        for (const MirrorOutput& output : mirror.outputs[static_cast<std::size_t>(family)])
          session.targets.push_back(TargetOf(output));
      }
      device_.copying.push_back(std::move(session));
    }
  }

  /// An instance counts where hardware is told to use it, which no line of a port says.
  void AddSampling(Family family) {
    std::vector<Use> uses;
    if (const auto sampled = uses_.find({true, ""}); sampled != uses_.end()) uses = sampled->second;
    for (const Port& port : text_.ports) {
      for (const Unit& unit : port.units) {
        const UnitFamily& place = unit.families[static_cast<std::size_t>(family)];
        const std::string name = std::string(port.name) + '.' + std::string(unit.number);
        if (place.samples_in != kNone) uses.push_back({name, false, true, place.samples_in});
        if (place.samples_out != kNone) uses.push_back({name, true, true, place.samples_out});
      }
    }
    CopySession session{NameOf("sampling", "", family), CopiedWhat::kRecords, {}, {}};
    std::size_t sets = 0;
    bool global = false;
    for (const SamplingInstance& sampling : text_.copying.sampling) {
      const auto& servers = sampling.servers[static_cast<std::size_t>(family)];
      if (servers.empty()) continue;
      ++sets;
      global = global || sampling.name.empty();
      for (const FlowServer& server : servers) session.targets.push_back(TargetOf(server));
    }
    // Records that nobody collects stay on the device.
    if (uses.empty() || session.targets.empty()) return;
    AddSources(session, uses, family, sets == 1 && (global || text_.copying.sampling_bound));
    device_.copying.push_back(std::move(session));
  }

  /// Samples hold the beginning of packets. That they are taken of what comes in is certain.
  void AddSflow() {
    const SflowText& sflow = text_.copying.sflow;
    if (sflow.ports.empty() || sflow.collectors.empty()) return;
    CopySession session{"sflow", CopiedWhat::kPackets, {}, {}};
    for (const CopiedPort& port : sflow.ports) {
      AddPort(session, {port.interface, true, false, port.node}, true);
      AddPort(session, {port.interface, false, true, port.node}, false);
    }
    for (FlowServer server : sflow.collectors) {
      if (server.port == 0) server.port = kSflowPort;
      if (!server.source) server.source = sflow.source;
      session.targets.push_back(TargetOf(server));
    }
    device_.copying.push_back(std::move(session));
  }

  Reader& reader_;
  const JunosText& text_;
  model::Device& device_;
  std::map<std::string_view, std::map<Doing, Action>> actions_;  ///< by filter
  std::map<Doing, std::vector<Use>> uses_;
};

void ConvertTunnel(Reader& reader, const std::string& name, const Unit& unit, model::Device& device) {
  const UnitTunnel& text = *unit.tunnel;
  const bool gre = name.starts_with("gr-");
  if ((!gre && !name.starts_with("ip-")) || !text.source || !text.destination || text.other ||
      text.source->family != text.destination->family)
    return reader.Unmodelled(text.node, kPaths, "IP tunnel");
  model::TunnelConfig tunnel;
  tunnel.name = tunnel.bind_interface = name;
  tunnel.local = *text.source;
  tunnel.peer = *text.destination;
  tunnel.underlay_vrf = std::string(text.vrf);
  tunnel.span = reader.SpanOf(text.destination_node);
  tunnel.more_spans = {reader.SpanOf(text.source_node)};
  tunnel.ipsec = tunnel.confidentiality = tunnel.integrity = false;
  tunnel.encapsulation = gre ? model::Encapsulation::kGre : model::Encapsulation::kIp;
  tunnel.carries6 = gre;
  tunnel.carrier = model::TunnelCarrier::kRoute;
  tunnel.key = text.key;
  if (!gre && unit.families[static_cast<std::size_t>(Family::kIpv6)].present)
    return reader.Unmodelled(text.node, kPaths, "IPv6 in an IP tunnel");
  device.tunnels.push_back(std::move(tunnel));
}

}  // namespace

void ConvertCopying(Reader& reader, const JunosText& text, model::Device& device) {
  Copying(reader, text, device).Run();
}

void ConvertTunnels(Reader& reader, const JunosText& text, model::Device& device) {
  for (const Port& port : text.ports) {
    for (const Unit& unit : port.units) {
      if (unit.tunnel)
        ConvertTunnel(reader, std::string(port.name) + '.' + std::string(unit.number), unit, device);
    }
  }
}

}  // namespace ringfence::formats::juniper_junos
