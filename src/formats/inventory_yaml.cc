// inventory.yaml into the model. The tree has passed its table before anything is read.

#include <fmt/format.h>

#include "base/yaml_reader.h"
#include "formats/inventory_reader.h"

namespace ringfence::formats {
namespace {

using base::NodeRef;
using base::ValueEntry;
using base::ValueNode;
using base::ValueTree;

/// Reads one tree.
class YamlInventory {
 public:
  YamlInventory(const ValueTree& tree, model::Inventory& inventory, base::Diagnostics& diagnostics)
      : tree_(tree), inventory_(inventory), diagnostics_(diagnostics) {}

  void Read() {
    const NodeRef root = tree_.root();
    if (tree_.Text(root, "inventory") != "1") {
      diagnostics_.Add({base::DiagnosticKind::kVersionUnsupported, tree_[tree_.Find(root, "inventory")].span,
                        "this program reads inventory format 1"});
      return;
    }
    ForEach("sites", [this](const ValueEntry& e) { ReadSite(e); });
    ForEach("elements", [this](const ValueEntry& e) { ReadElement(e); });
    ForEach("circuits", [this](const ValueEntry& e) { ReadCircuit(e); });
    ForEach("management", [this](const ValueEntry& e) { ReadAccess(e); });
    ForEach("tunnels", [this](const ValueEntry& e) { ReadTunnel(e); });
    ForEach("announcements", [this](const ValueEntry& e) { ReadAnnouncements(e); });
    const NodeRef observed = tree_.Find(root, "observed");
    for (NodeRef item : tree_.Items(tree_.Find(observed, "replace")))
      inventory_.observed.push_back({std::string(tree_.TextOf(item)), tree_[item].span});
  }

 private:
  template <class Visit>
  void ForEach(std::string_view key, Visit visit) {
    const NodeRef section = tree_.Find(tree_.root(), key);
    if (!section.valid()) return;
    for (const ValueEntry& entry : tree_[section].entries) visit(entry);
  }

  std::string Text(NodeRef map, std::string_view key) const { return std::string(tree_.Text(map, key)); }

  std::vector<std::string> Texts(NodeRef map, std::string_view key) const {
    std::vector<std::string> texts;
    for (NodeRef item : tree_.Items(tree_.Find(map, key))) texts.emplace_back(tree_.TextOf(item));
    return texts;
  }

  std::optional<model::Position> Position(NodeRef map) const {
    const std::vector<NodeRef> items = tree_.Items(tree_.Find(map, "at"));
    if (items.size() != 2) return std::nullopt;
    return model::Position{base::DecimalOf(tree_.TextOf(items[0])), base::DecimalOf(tree_.TextOf(items[1]))};
  }

  void Invalid(NodeRef node, std::string what) {
    diagnostics_.Add({base::DiagnosticKind::kValueInvalid, tree_[node].span, std::move(what)});
  }

  std::optional<net::IpAddress> Address(NodeRef node) {
    const auto address = net::ParseAddress(tree_.TextOf(node));
    if (!address) Invalid(node, fmt::format("'{}' is not an address", tree_.TextOf(node)));
    return address;
  }

  std::vector<net::Prefix> Prefixes(NodeRef map, std::string_view key) {
    std::vector<net::Prefix> prefixes;
    for (NodeRef item : tree_.Items(tree_.Find(map, key))) {
      const std::string_view text = tree_.TextOf(item);
      const auto address = net::ParseAddress(text);
      const auto prefix = address ? std::optional(net::Prefix::Host(*address)) : net::ParsePrefix(text);
      if (prefix) {
        prefixes.push_back(*prefix);
      } else {
        Invalid(item, fmt::format("'{}' is not a prefix with zero host bits", text));
      }
    }
    return prefixes;
  }

  void ReadParties(NodeRef map, std::vector<model::ElementParty>& parties) const {
    for (std::size_t role = 0; role < std::size(model::kPartyRoleNames); ++role) {
      const NodeRef value = tree_.Find(map, model::kPartyRoleNames[role]);
      if (!value.valid()) continue;
      parties.push_back(
          {static_cast<model::PartyRole>(role), std::string(tree_.TextOf(value)), tree_[value].span});
    }
  }

  void ReadSite(const ValueEntry& entry) {
    inventory_.sites.push_back({entry.key, Text(entry.value, "name"), Text(entry.value, "kind"),
                                Position(entry.value), entry.key_span});
  }

  void ReadElement(const ValueEntry& entry) {
    const NodeRef map = entry.value;
    model::Element element;
    element.name = entry.key;
    element.span = entry.key_span;
    element.kind = *model::ElementKindOf(tree_.Text(map, "kind"));
    element.role = Text(map, "role");
    element.function = Text(map, "function");
    ReadParties(map, element.parties);
    std::vector<model::ElementParty> parts;
    for (const NodeRef part : tree_.Items(tree_.Find(map, "parts")))
      parts.push_back({model::PartyRole::kMaker, std::string(tree_.TextOf(part)), tree_[part].span});
    AddPartMakers(parts, element, diagnostics_);
    element.site = Text(map, "site");
    element.position = Position(map);
    element.hosted_on = Text(map, "hosted-on");
    element.attached_to = Text(map, "attached-to");
    element.stores = Texts(map, "stores");
    element.busy_hour_bps = base::TrafficOf(tree_.Text(map, "busy-hour"));
    element.prefixes = Prefixes(map, "prefix");
    element.logins = Texts(map, "logins");
    const std::string_view role = tree_.Text(map, "aaa-role");
    if (!role.empty()) element.aaa_role = RoleOf(role);
    element.because = Text(map, "because");
    const NodeRef interfaces = tree_.Find(map, "interfaces");
    if (interfaces.valid()) {
      for (const ValueEntry& interface : tree_[interfaces].entries)
        element.interfaces.push_back(ReadInterface(interface));
    }
    inventory_.elements.push_back(std::move(element));
  }

  static model::ManagementRole RoleOf(std::string_view word) {
    if (word == "write") return model::ManagementRole::kWrite;
    return word == "read" ? model::ManagementRole::kRead : model::ManagementRole::kNone;
  }

  model::HostInterface ReadInterface(const ValueEntry& entry) {
    model::HostInterface interface;
    interface.name = entry.key;
    interface.span = entry.key_span;
    for (NodeRef item : tree_.Items(tree_.Find(entry.value, "address"))) {
      const auto address = net::ParseHostPrefix(tree_.TextOf(item));
      if (address) {
        interface.addresses.push_back({*address, !interface.addresses.empty(), tree_[item].span});
      } else {
        Invalid(item, fmt::format("'{}' is not address/length", tree_.TextOf(item)));
      }
    }
    for (NodeRef item : tree_.Items(tree_.Find(entry.value, "gateway"))) {
      const auto gateway = Address(item);
      if (!gateway) continue;
      (gateway->family == net::Family::kIpv4 ? interface.gateway4 : interface.gateway6) = gateway;
    }
    return interface;
  }

  /// "element[interface]".
  model::CircuitEnd ReadEnd(NodeRef node) {
    const std::string_view text = tree_.TextOf(node);
    const std::size_t open = text.find('[');
    if (open == std::string_view::npos || !text.ends_with(']')) {
      Invalid(node, fmt::format("'{}' is not element[interface]", text));
      return {std::string(text), "", tree_[node].span};
    }
    return {std::string(text.substr(0, open)), std::string(text.substr(open + 1, text.size() - open - 2)),
            tree_[node].span};
  }

  void ReadCircuit(const ValueEntry& entry) {
    const std::vector<NodeRef> ends = tree_.Items(tree_.Find(entry.value, "between"));
    model::Circuit circuit{
        entry.key, {ReadEnd(ends[0]), ReadEnd(ends[1])}, Texts(entry.value, "over"), {}, entry.key_span};
    ReadParties(entry.value, circuit.parties);
    inventory_.circuits.push_back(std::move(circuit));
  }

  void ReadAccess(const ValueEntry& entry) {
    inventory_.access.push_back({Text(entry.value, "manager"), Texts(entry.value, "targets"),
                                 RoleOf(tree_.Text(entry.value, "access")), Text(entry.value, "because"),
                                 tree_[entry.value].span});
  }

  void ReadTunnel(const ValueEntry& entry) {
    const auto local = Address(tree_.Find(entry.value, "local"));
    const auto peer = Address(tree_.Find(entry.value, "peer"));
    if (!local || !peer) return;
    model::DeclaredTunnel declared{Text(entry.value, "at"), {}};
    declared.tunnel.name = entry.key;
    declared.tunnel.local = *local;
    declared.tunnel.peer = *peer;
    declared.tunnel.confidentiality = tree_.Text(entry.value, "confidentiality") != "false";
    declared.tunnel.integrity = tree_.Text(entry.value, "integrity") != "false";
    declared.tunnel.span = entry.key_span;
    for (const ValueEntry& selector : tree_[tree_.Find(entry.value, "protects")].entries) {
      net::HeaderMatch match;
      for (const net::Prefix& prefix : Prefixes(selector.value, "source"))
        match.source.push_back(net::AddressMatch::Of(prefix));
      for (const net::Prefix& prefix : Prefixes(selector.value, "destination"))
        match.destination.push_back(net::AddressMatch::Of(prefix));
      match.family = local->family;
      if (!match.source.empty()) match.family = match.source[0].address.family;
      if (!match.destination.empty()) match.family = match.destination[0].address.family;
      declared.tunnel.selectors.push_back(std::move(match));
    }
    inventory_.tunnels.push_back(std::move(declared));
  }

  void ReadAnnouncements(const ValueEntry& entry) {
    const NodeRef map = entry.value;
    const NodeRef from = tree_.Find(map, "from");
    const NodeRef mrt = tree_.Find(map, "mrt");
    model::AnnouncementSource source;
    source.name = entry.key;
    source.span = entry.key_span;
    source.to = Text(map, "to");
    source.to_span = tree_[tree_.Find(map, "to")].span;
    source.vrf = Text(map, "vrf");
    if (source.vrf == "default") source.vrf.clear();
    if (from.valid()) source.from = Address(from);
    if (mrt.valid()) source.mrt = tree_.TextOf(mrt), source.mrt_span = tree_[mrt].span;
    source.imported = tree_.Text(map, "after-import") == "true";
    if (!from.valid() && !mrt.valid()) {
      diagnostics_.Add({base::DiagnosticKind::kKeyMissing, entry.key_span,
                        fmt::format("'{}' needs 'from', 'mrt' or both", entry.key)});
      return;
    }
    inventory_.announcements.push_back(std::move(source));
  }

  const ValueTree& tree_;
  model::Inventory& inventory_;
  base::Diagnostics& diagnostics_;
};

}  // namespace

void ReadInventoryYaml(const base::SourceFile& source, base::FileId file, model::Inventory& inventory,
                       base::Diagnostics& diagnostics) {
  const auto tree = base::ReadYaml(source, file, diagnostics);
  if (!tree || !base::CheckRecord(*tree, tree->root(), InventorySchema(), diagnostics)) return;
  YamlInventory(*tree, inventory, diagnostics).Read();
}

}  // namespace ringfence::formats
