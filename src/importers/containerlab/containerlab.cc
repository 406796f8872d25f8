// A lab: nodes of a kind, links between their interfaces. What a node is follows from its kind, which the
// node, its group or the defaults say, in this order; labels come from all of them, the nearer one wins, and
// those that begin with "ringfence." are keys of the element. Hosts have no configuration, so their ports
// stand in the inventory, with the addresses that their `exec` lines give them in the plain form of ip(8).
// A bridge is left out: a segment of several ends follows from the subnet of those ends.

#include "importers/containerlab/containerlab.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>

#include "base/yaml_aliases.h"
#include "importers/element_values.h"
#include "importers/tree_import.h"
#include "net/ip.h"
#include "report/starter_yaml.h"

namespace ringfence::importers::containerlab {
namespace {

using base::DiagnosticKind;
using base::NodeRef;
using base::ValueEntry;

constexpr std::string_view kLabel = "ringfence.";

/// An interface of a host.
struct HostPort {
  std::vector<std::string> addresses;
  std::vector<std::string> gateways;
};

/// A node while it is read.
struct LabNode {
  std::string element;  ///< kind of the element; empty: a bridge, which is none
  std::map<std::string, HostPort> ports;
  base::Span span;
};

/// What an element of a node's kind is: most kinds are network operating systems.
std::string_view ElementKindOf(std::string_view kind) {
  if (kind == "bridge" || kind == "ovs-bridge") return "";
  if (kind == "linux" || kind == "host" || kind == "ext-container" || kind == "generic_vm") return "host";
  return kind == "k8s-kind" ? "compute-host" : "router";
}

bool IsNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// containerlab's short form "e1-2" stands for ethernet-1/2, "e1-2-3" for a breakout port; others stay.
std::string LongName(std::string_view name) {
  if (!name.starts_with("e") || !name.contains('-')) return std::string(name);
  std::string out = "ethernet-";
  std::string_view rest = name.substr(1);
  for (int i = 0; !rest.empty(); ++i) {
    const std::size_t end = rest.find('-');
    if (!IsNumber(rest.substr(0, end)) || i > 2) return std::string(name);
    out += (i == 0 ? "" : "/") + std::string(rest.substr(0, end));
    rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
  }
  return out;
}

std::vector<std::string_view> Words(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos) return words;
    const std::size_t end = std::min(line.find_first_of(" \t", start), line.size());
    words.push_back(line.substr(start, end - start));
    line.remove_prefix(end);
  }
}

/// Reads one lab.
class Reader : private TreeImport {
 public:
  Reader(const base::ValueTree& tree, std::string_view file, Import& import)
      : TreeImport(tree, import), because_(fmt::format("containerlab {}", file)) {}

  void Read() {
    const NodeRef root = tree_.root();
    if (!Map(root, "the file")) return;
    const std::string name = Needed(root, "name");
    if (!name.empty()) because_ += fmt::format(", lab {}", name);
    LeaveRest(root, "containerlab", {"name", "topology"});
    topology_ = tree_.Find(root, "topology");
    if (!topology_.valid()) return Require(root, "topology");
    if (!Map(topology_, "topology")) return;
    LeaveRest(topology_, "containerlab topology", {"nodes", "links", "kinds", "groups", "defaults"});
    const NodeRef nodes = tree_.Find(topology_, "nodes");
    if (!nodes.valid()) return Require(topology_, "nodes");
    if (!Map(nodes, "nodes")) return;
    for (const ValueEntry& entry : tree_[nodes].entries) ReadNode(entry);
    for (const NodeRef link : List(tree_.Find(topology_, "links"), "links")) ReadLink(link);
    for (const auto& [node, one] : nodes_) WritePorts(node, one);
  }

 private:
  /// Where a node's settings stand, the nearest first.
  std::vector<NodeRef> LayersOf(NodeRef node) {
    const NodeRef defaults = tree_.Find(topology_, "defaults");
    std::vector<NodeRef> layers = {node};
    const auto first = [&](std::string_view key) -> std::string {
      for (const NodeRef layer : layers) {
        const std::string_view text = tree_.Text(layer, key);
        if (!text.empty()) return std::string(text);
      }
      return std::string(tree_.Text(defaults, key));
    };
    const std::string group = first("group");
    if (!group.empty()) layers.push_back(tree_.Find(tree_.Find(topology_, "groups"), group));
    const std::string kind = first("kind");
    layers.push_back(tree_.Find(tree_.Find(topology_, "kinds"), kind));
    layers.push_back(defaults);
    kind_ = kind;
    return layers;
  }

  void ReadNode(const ValueEntry& entry) {
    if (!Empty(entry.value) && !Map(entry.value, "a node")) return;
    const std::vector<NodeRef> layers = LayersOf(entry.value);
    if (kind_.empty())
      return Add(DiagnosticKind::kKeyMissing, entry.key_span,
                 fmt::format("node '{}' has no kind, nor have its group and the defaults", entry.key));
    std::map<std::string, const ValueEntry*> labels;
    for (const NodeRef layer : layers) {
      const NodeRef own = tree_.Find(layer, "labels");
      if (Empty(own) || !Map(own, "labels")) continue;
      for (const ValueEntry& label : tree_[own].entries) labels.emplace(label.key, &label);
    }
    LabNode& node = nodes_[entry.key];
    node.span = entry.key_span;
    node.element = ElementKindOf(kind_);
    const auto own_kind = labels.find("ringfence.kind");
    if (own_kind != labels.end()) node.element = tree_.TextOf(own_kind->second->value);
    if (node.element.empty())
      return import_.Leave("containerlab: bridges, which subnets stand for", entry.key_span);
    Record& record = import_.At(Section::kElements, entry.key, entry.key_span, because_);
    SetElementValue(import_, record, "kind", node.element, entry.key_span);
    for (const auto& [key, label] : labels) {
      if (!key.starts_with(kLabel)) {
        import_.Leave(fmt::format("containerlab label: {}", key), label->key_span);
      } else if (key != "ringfence.kind") {
        SetElementValue(import_, record, std::string_view(key).substr(kLabel.size()), Text(label->value, key),
                        SpanOf(label->value));
      }
    }
    if (!labels.contains("ringfence.maker"))
      import_.Leave(fmt::format("containerlab: nodes of kind '{}' whose maker no label says", kind_),
                    entry.key_span);
    if (node.element == "host") ReadExec(layers, node);
    if (!Empty(entry.value)) LeaveRest(entry.value, "containerlab node", {"kind", "labels", "group", "exec"});
  }

  void ReadExec(const std::vector<NodeRef>& layers, LabNode& node) {
    for (const NodeRef layer : layers) {
      const NodeRef exec = tree_.Find(layer, "exec");
      if (Empty(exec)) continue;
      for (const NodeRef line : List(exec, "exec")) ReadCommand(line, node);
    }
  }

  /// "ip address add A/L dev I", "ip route add|replace default via A [dev I]" in their short forms too.
  void ReadCommand(NodeRef line, LabNode& node) {
    std::vector<std::string_view> words = Words(tree_.TextOf(line));
    if (words.size() > 1 && words[0] == "ip" && words[1] == "-6") words.erase(words.begin() + 1);
    const auto word = [&](std::size_t at) { return at < words.size() ? words[at] : std::string_view(); };
    const bool address = word(0) == "ip" && (word(1) == "a" || word(1) == "addr" || word(1) == "address") &&
                         word(2) == "add" && word(4) == "dev" && words.size() == 6;
    const bool route = word(0) == "ip" && (word(1) == "r" || word(1) == "route") &&
                       (word(2) == "add" || word(2) == "replace") && word(3) == "default" &&
                       word(4) == "via" && word(6) == "dev" && words.size() == 8;
    if (address && net::ParseHostPrefix(word(3))) {
      node.ports[std::string(word(5))].addresses.emplace_back(word(3));
    } else if (route && net::ParseAddress(word(5))) {
      node.ports[std::string(word(7))].gateways.emplace_back(word(5));
    } else {
      import_.Leave("containerlab: exec lines that are not a plain 'ip address add' or default route",
                    SpanOf(line));
    }
  }

  void ReadLink(NodeRef link) {
    if (!Map(link, "a link")) return;
    const NodeRef endpoints = tree_.Find(link, "endpoints");
    if (!endpoints.valid()) {
      const std::string type = At(link, "type");
      if (type.empty() || type == "veth") return Require(link, "endpoints");
      return import_.Leave(fmt::format("containerlab: links of type '{}' out of the lab", type),
                           SpanOf(link));
    }
    LeaveRest(link, "containerlab link", {"endpoints", "type"});
    const std::vector<NodeRef> ends = List(endpoints, "endpoints");
    if (ends.size() != 2) return Invalid(endpoints, fmt::format("a link has two ends, not {}", ends.size()));
    const auto a = ReadEnd(ends[0]), b = ReadEnd(ends[1]);
    if (a && b) import_.Join(*a, *b, SpanOf(link));
  }

  /// Nothing for an end that is no device, or that is wrong.
  std::optional<Port> ReadEnd(NodeRef end) {
    Port port;
    if (tree_[end].kind == base::ValueKind::kMap) {
      port = {Needed(end, "node"), Needed(end, "interface")};
    } else {
      const std::string text = Text(end, "an endpoint");
      const std::size_t colon = text.find(':');
      if (colon == std::string::npos) {
        Invalid(end, fmt::format("'{}' is not node:interface", text));
        return std::nullopt;
      }
      port = {text.substr(0, colon), text.substr(colon + 1)};
    }
    if (port.device.empty() || port.interface.empty()) {
      Invalid(end, "an end needs a node and an interface");
      return std::nullopt;
    }
    const auto node = nodes_.find(port.device);
    if (node == nodes_.end()) {
      constexpr std::string_view kOutside[] = {"host", "mgmt-net", "macvlan", "vxlan", "vxlan-stitch"};
      if (std::ranges::find(kOutside, port.device) != std::end(kOutside)) {
        import_.Leave(fmt::format("containerlab: links to '{}'", port.device), SpanOf(end));
      } else {
        Add(DiagnosticKind::kNameUnknown, SpanOf(end), fmt::format("there is no node '{}'", port.device));
      }
      return std::nullopt;
    }
    if (node->second.element.empty()) {
      import_.Leave("containerlab: cables to bridges", SpanOf(end));
      return std::nullopt;
    }
    if (node->second.element == "host") node->second.ports[port.interface];
    port.interface = LongName(port.interface);
    return port;
  }

  void WritePorts(const std::string& name, const LabNode& node) {
    if (node.element != "host" || node.ports.empty()) return;
    std::string text;
    for (const auto& [port, one] : node.ports) {
      std::string values;
      if (!one.addresses.empty()) values = "address: " + ListOf(one.addresses);
      if (!one.gateways.empty())
        values += (values.empty() ? "gateway: " : ", gateway: ") + ListOf(one.gateways);
      const auto key = report::YamlName(port);
      if (key) text += fmt::format("{}{}: {{{}}}", text.empty() ? "" : ", ", *key, values);
    }
    import_.SetYaml(import_.At(Section::kElements, name, node.span, ""), "interfaces", "{" + text + "}",
                    node.span);
  }

  std::string because_;
  NodeRef topology_;
  std::string kind_;  ///< of the node that is being read
  std::map<std::string, LabNode> nodes_;
};

void Read(std::span<const Input> files, Import& import) {
  for (const Input& input : files) {
    const auto tree = base::ReadYamlWithAliases(*input.source, input.file, import.diagnostics());
    if (tree) Reader(*tree, FileNameOf(input.source->name()), import).Read();
  }
}

}  // namespace

const Importer kImporter = {"containerlab", "containerlab topology, YAML", &Read};

}  // namespace ringfence::importers::containerlab
