// A hardware bill of materials: devices, what they are made of and which firmware they run. Components nest,
// and depend on each other by reference; both say what is part of a device. The tree is walked with a list of
// what is still to be seen. Other makers of parts are makers of parts of the element. An inventory knows one
// signer of software an element: where a bill names several, that is an error.

#include "importers/cyclonedx/cyclonedx.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "base/yaml_reader.h"
#include "importers/element_values.h"
#include "importers/tree_import.h"

namespace ringfence::importers::cyclonedx {
namespace {

using base::DiagnosticKind;
using base::NodeRef;

constexpr std::string_view kProperty = "ringfence:";
constexpr std::size_t kNoDevice = static_cast<std::size_t>(-1);

/// A component.
struct Component {
  std::string name, type, version, reference;
  std::string maker;  ///< manufacturer, or the supplier where the version of the format has no other
  NodeRef node;
  std::size_t device = kNoDevice;  ///< the outermost device it is a part of
};

/// Reads one bill.
class Reader : private TreeImport {
 public:
  Reader(const base::ValueTree& tree, std::string_view file, Import& import)
      : TreeImport(tree, import), file_(file) {}

  void Read() {
    const NodeRef root = tree_.root();
    if (!Map(root, "the file") || !ReadHead(root)) return;
    const NodeRef metadata = tree_.Find(root, "metadata");
    const NodeRef described = tree_.Find(metadata, "component");
    if (!Empty(described)) {
      std::string key = tree_.Find(metadata, "manufacturer").valid() ? "manufacturer" : "manufacture";
      Walk({described}, MakerAt(metadata, key));
    }
    if (!Empty(tree_.Find(root, "components"))) Walk(List(tree_.Find(root, "components"), "components"), "");
    ReadDependencies(List(Filled(root, "dependencies"), "dependencies"));
    for (std::size_t i = 0; i < components_.size(); ++i) Write(i);
  }

 private:
  bool ReadHead(NodeRef root) {
    const std::string format = Needed(root, "bomFormat"), version = Needed(root, "specVersion");
    if (!sound()) return false;
    if (format != "CycloneDX")
      return Invalid(tree_.Find(root, "bomFormat"), fmt::format("'{}' is not CycloneDX", format)), false;
    if (version != "1.4" && version != "1.5" && version != "1.6") {
      Add(DiagnosticKind::kVersionUnsupported, SpanOf(tree_.Find(root, "specVersion")),
          fmt::format("version '{}' of CycloneDX", version), "Versions 1.4 to 1.6 are read.");
      return false;
    }
    has_manufacturer_ = version == "1.6";
    const NodeRef metadata = tree_.Find(root, "metadata");
    if (!Empty(metadata) && Map(metadata, "metadata")) {
      day_ = Day(metadata, "timestamp");
      LeaveRest(metadata, "CycloneDX metadata",
                {"timestamp", "component", "manufacture", "manufacturer", "tools"});
    }
    LeaveRest(root, "CycloneDX",
              {"bomFormat", "specVersion", "$schema", "serialNumber", "version", "metadata", "components",
               "dependencies"});
    return true;
  }

  NodeRef Filled(NodeRef map, std::string_view key) {
    const NodeRef node = tree_.Find(map, key);
    return Empty(node) ? NodeRef() : node;
  }

  std::string MakerAt(NodeRef map, std::string_view key) {
    const NodeRef node = Filled(map, key);
    return node.valid() && Map(node, key) ? At(node, "name") : "";
  }

  std::string MakerOf(NodeRef component) {
    std::string maker = MakerAt(component, "manufacturer");
    const std::string supplier = MakerAt(component, "supplier");
    if (maker.empty() && !supplier.empty() && !has_manufacturer_) {
      import_.Leave("CycloneDX before 1.6 has no manufacturers: suppliers stand as makers",
                    SpanOf(component));
      maker = supplier;
    } else if (!supplier.empty() && supplier != maker) {
      import_.Leave("CycloneDX: suppliers that are not the manufacturer", SpanOf(component));
    }
    return maker;
  }

  /// Takes components and what nests in them. `maker` is that of the outermost ones when they name none.
  void Walk(const std::vector<NodeRef>& outermost, const std::string& maker) {
    struct Open {
      NodeRef node;
      std::size_t device;
    };
    std::vector<Open> open;
    for (const NodeRef node : outermost) open.push_back({node, kNoDevice});
    std::reverse(open.begin(), open.end());
    while (!open.empty()) {
      const Open now = open.back();
      open.pop_back();
      if (!Map(now.node, "a component")) continue;
      Component one{Needed(now.node, "name"),
                    Needed(now.node, "type"),
                    At(now.node, "version"),
                    At(now.node, "bom-ref"),
                    MakerOf(now.node),
                    now.node,
                    now.device};
      if (one.name.empty() || one.type.empty()) continue;
      if (one.maker.empty() && now.device == kNoDevice) one.maker = maker;
      const std::size_t own = components_.size();
      std::size_t device = now.device;
      if (device == kNoDevice && one.type == "device") device = own;
      if (!one.reference.empty() && !by_reference_.emplace(one.reference, own).second)
        Add(DiagnosticKind::kNameDuplicate, SpanOf(now.node),
            fmt::format("bom-ref '{}' is used twice", one.reference));
      components_.push_back(std::move(one));
      const std::vector<NodeRef> inner = List(Filled(now.node, "components"), "components");
      for (auto at = inner.rbegin(); at != inner.rend(); ++at) open.push_back({*at, device});
    }
  }

  /// Firmware beside a device belongs to the devices that depend on it.
  void ReadDependencies(const std::vector<NodeRef>& dependencies) {
    for (const NodeRef dependency : dependencies) {
      if (!Map(dependency, "a dependency")) continue;
      const auto from = by_reference_.find(Needed(dependency, "ref"));
      for (const NodeRef on : tree_.Items(tree_.Find(dependency, "dependsOn"))) {
        const auto to = by_reference_.find(std::string(tree_.TextOf(on)));
        if (from == by_reference_.end() || to == by_reference_.end()) {
          Add(DiagnosticKind::kNameUnknown, SpanOf(on), "a dependency of what is no component");
        } else {
          const std::size_t device = DeviceOf(from->second);
          if (device != kNoDevice && to->second != device) parts_[device].push_back(to->second);
        }
      }
    }
    for (std::size_t i = 0; i < components_.size(); ++i) {
      if (components_[i].device != kNoDevice) parts_[components_[i].device].push_back(i);
    }
    for (const auto& [device, parts] : parts_) used_.insert(parts.begin(), parts.end());
  }

  std::size_t DeviceOf(std::size_t index) const {
    if (components_[index].device != kNoDevice) return components_[index].device;
    return components_[index].type == "device" ? index : kNoDevice;
  }

  std::string Because(const Component& one) const {
    return fmt::format("CycloneDX {}{}{}, component {}", file_, day_.empty() ? "" : " of ", day_, one.name);
  }

  void Write(std::size_t index) {
    const Component& one = components_[index];
    LeaveRest(one.node, fmt::format("CycloneDX {}", one.type),
              {"name", "type", "bom-ref", "manufacturer", "supplier", "components", "properties", "version"});
    if (one.device != kNoDevice) return;
    if (one.type != "device") {
      if (!used_.contains(index))
        import_.Leave(fmt::format("CycloneDX: components of type '{}' in no device", one.type),
                      SpanOf(one.node));
      return;
    }
    Record& record = import_.At(Section::kElements, one.name, SpanOf(one.node), Because(one));
    bool has_kind = false;
    for (const NodeRef property : List(Filled(one.node, "properties"), "properties")) {
      if (!Map(property, "a property")) continue;
      const std::string name = At(property, "name"), value = At(property, "value");
      if (!name.starts_with(kProperty)) {
        import_.Leave(fmt::format("CycloneDX property: {}", name), SpanOf(property));
        continue;
      }
      has_kind = has_kind || name == "ringfence:kind";
      SetElementValue(import_, record, std::string_view(name).substr(kProperty.size()), value,
                      SpanOf(property));
    }
    if (!has_kind) {
      import_.Leave("CycloneDX: devices without the property 'ringfence:kind' stand as routers",
                    SpanOf(one.node));
      import_.Set(record, "kind", "router", SpanOf(one.node));
    }
    if (one.maker.empty()) import_.Leave("CycloneDX: devices without a maker", SpanOf(one.node));
    import_.Set(record, "maker", one.maker, SpanOf(one.node));
    WriteParts(index, record);
  }

  /// Firmware tells who signs the software; other parts may have another maker.
  void WriteParts(std::size_t index, Record& record) {
    const Component& device = components_[index];
    std::vector<std::string> signers;
    std::set<std::string> others;
    for (const std::size_t part : parts_[index]) {
      const Component& one = components_[part];
      const bool software = one.type == "firmware" || one.type == "operating-system";
      if (software && !one.maker.empty() && std::ranges::count(signers, one.maker) == 0)
        signers.push_back(one.maker);
      if (software && one.maker.empty())
        import_.Leave("CycloneDX: firmware of which nobody is said to be the maker", SpanOf(one.node));
      if (!software && !one.maker.empty() && one.maker != device.maker) others.insert(one.maker);
    }
    SetPartMakers(import_, record, device.maker, {others.begin(), others.end()}, SpanOf(device.node));
    if (signers.size() == 1) import_.Set(record, "software", signers[0], SpanOf(device.node));
    if (signers.size() > 1)
      Add(DiagnosticKind::kNameDuplicate, SpanOf(device.node),
          fmt::format("'{}' runs firmware of {}; an element has one", device.name,
                      fmt::join(signers, " and of ")),
          "Keep in the bill the one whose software decides what the device does with packets.");
  }

  std::string_view file_;
  std::string day_;
  bool has_manufacturer_ = false;
  std::vector<Component> components_;
  std::map<std::string, std::size_t> by_reference_;
  std::map<std::size_t, std::vector<std::size_t>> parts_;  ///< of a device
  std::set<std::size_t> used_;                             ///< part of some device
};

void Read(std::span<const Input> files, Import& import) {
  for (const Input& input : files) {
    const auto tree = base::ReadYaml(*input.source, input.file, import.diagnostics());
    if (tree) Reader(*tree, FileNameOf(input.source->name()), import).Read();
  }
}

}  // namespace

const Importer kImporter = {"cyclonedx", "CycloneDX 1.4 to 1.6 hardware bill of materials, JSON", &Read};

}  // namespace ringfence::importers::cyclonedx
