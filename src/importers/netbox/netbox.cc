// Devices, sites, cables and circuits of NetBox. Three parties stand to a device there: the manufacturer of
// its type makes it, its tenant owns it, a contact with the role "operator" runs it. Cards and optics may
// have other makers. A circuit reaches the network through two cables, each from one of its terminations to
// an interface, perhaps through patch panels: then it becomes a circuit between those interfaces, and a cable
// between them, for both ends share a link. Hosts have no configuration, so their ports and addresses stand
// in the inventory.

#include "importers/netbox/netbox.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>

#include "base/decode.h"
#include "importers/element_values.h"
#include "importers/netbox/cables.h"
#include "importers/netbox/devices.h"
#include "importers/netbox/objects.h"
#include "model/inventory.h"
#include "net/ip.h"
#include "report/starter_yaml.h"

namespace ringfence::importers::netbox {
namespace {

using base::NodeRef;
using base::ValueKind;

/// Writes the objects of all files.
class Writer {
 public:
  Writer(const Objects& objects, Import& import)
      : objects_(objects), import_(import), cabling_(objects, import) {}

  void Write() {
    for (const Object* site : objects_.Of("dcim.site")) WriteSite(*site);
    for (const Object* device : objects_.Of("dcim.device")) TakeDevice(*device);
    for (const Object* one : objects_.Of("tenancy.contactassignment")) TakeContact(*one);
    for (const Object* one : objects_.Of("dcim.module")) TakePart(*one, "module_type", "dcim.moduletype");
    for (const Object* one : objects_.Of("dcim.inventoryitem")) TakePart(*one, "", "");
    WriteParts();
    for (const CablePath& path : cabling_.Paths()) WritePath(path);
    WriteCircuits();
    for (const Object* one : objects_.Of("ipam.ipaddress")) TakeAddress(*one);
    WritePorts();
  }

 private:
  static std::string Because(const Object& object) {
    std::string text = fmt::format("NetBox {}, {} {}", object.file->name, object.model, object.id);
    const std::string day = object.file->Day(object.fields, "last_updated");
    return day.empty() ? text : text + ", updated " + day;
  }

  void WriteSite(const Object& object) {
    const std::string name = object.file->Needed(object.fields, "name");
    if (name.empty()) return;
    Record& record = import_.At(Section::kSites, name, object.span(), Because(object));
    object.file->LeaveRest(object.fields, "NetBox dcim.site",
                           {"id", "url", "display", "display_url", "name", "slug", "latitude", "longitude",
                            "last_updated", "created", "status"});
    const std::string latitude = object.Text("latitude"), longitude = object.Text("longitude");
    if (latitude.empty() || longitude.empty()) return;
    for (const char* key : {"latitude", "longitude"}) {
      if (!base::HasForm(object.Text(key), base::TextForm::kDecimal, {}))
        return object.file->Invalid(object.Field(key), fmt::format("'{}' is no number of degrees", key));
    }
    import_.SetYaml(record, "at", fmt::format("[{}, {}]", latitude, longitude), object.span());
  }

  /// Manufacturer of the type under `key`: told inside, or by the type's own object.
  std::string MakerBy(const Object& object, std::string_view key, std::string_view type_model) {
    const NodeRef nested = object.Field(key);
    if (object.file->Empty(nested)) return {};
    if (object.file->tree()[nested].kind == ValueKind::kMap) {
      const NodeRef maker = object.file->tree().Find(nested, "manufacturer");
      if (!object.file->Empty(maker) && object.file->Map(maker, "manufacturer"))
        return object.file->At(maker, "name");
    }
    const std::string id = objects_.IdAt(object, key);
    const Object* type = objects_.Find(type_model, id);
    if (type != nullptr) return objects_.NameAt(*type, "manufacturer", "dcim.manufacturer");
    object.file->Add(
        base::DiagnosticKind::kNameUnknown, object.file->SpanOf(nested),
        fmt::format("there is no {} {} in these files, so its manufacturer is not known", type_model, id));
    return {};
  }

  void TakeDevice(const Object& object) {
    const char* role = object.Field("role").valid() ? "role" : "device_role";
    if (cabling_.IsPanel(object) && KindIn(objects_.NameAt(object, role, "dcim.devicerole")).empty())
      return import_.Leave("NetBox: patch panels, which cables pass through", object.span());
    Device device;
    device.name = object.Text("name");
    device.status = object.Text("status");
    device.role = objects_.NameAt(object, role, "dcim.devicerole");
    device.maker = MakerBy(object, "device_type", "dcim.devicetype");
    device.owner = objects_.NameAt(object, "tenant", "tenancy.tenant");
    device.site = objects_.NameAt(object, "site", "dcim.site");
    device.because = Because(object);
    device.span = object.span();
    for (const char* key : {"custom_fields", "custom_field_data"}) {
      const NodeRef fields = object.Field(key);
      if (object.file->Empty(fields) || !object.file->Map(fields, key)) continue;
      for (const base::ValueEntry& entry : object.file->tree()[fields].entries) {
        if (object.file->Empty(entry.value)) continue;
        if (entry.key.starts_with("ringfence_"))
          device.own.emplace_back(entry.key, object.file->At(fields, entry.key));
        else
          import_.Leave(fmt::format("NetBox custom field: {}", entry.key), entry.key_span);
      }
    }
    object.file->LeaveRest(
        object.fields, "NetBox dcim.device",
        {"id", "url", "display", "display_url", "name", "status", "role", "device_role", "device_type",
         "tenant", "site", "custom_fields", "custom_field_data", "last_updated", "created"});
    const std::string kind = WriteDevice(device, import_);
    if (kind.empty()) return;
    devices_[object.id] = {device.name, device.maker};
    kinds_[device.name] = kind;
  }

  void TakeContact(const Object& object) {
    const char* key = object.Field("object_type").valid() ? "object_type" : "content_type";
    const std::string type = objects_.TypeAt(object, object.Field(key));
    if (type != "dcim.device")
      return import_.Leave(fmt::format("NetBox: contacts of {}", type), object.span());
    std::string role = objects_.NameAt(object, "role", "tenancy.contactrole");
    for (char& byte : role) {
      if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
      if (byte == ' ') byte = '-';
    }
    if (std::ranges::find(model::kPartyRoleNames, role) == std::end(model::kPartyRoleNames))
      return import_.Leave(fmt::format("NetBox: contacts in the role '{}'", role), object.span());
    const auto device = devices_.find(object.Text("object_id"));
    if (device == devices_.end())
      return import_.Leave("NetBox: contacts of devices that are not here", object.span());
    Record& record = import_.At(Section::kElements, device->second.first, object.span(), Because(object));
    import_.Set(record, role, objects_.NameAt(object, "contact", "tenancy.contact"), object.span());
  }

  /// Cards and optical modules with another maker than the device.
  void TakePart(const Object& object, std::string_view type_key, std::string_view type_model) {
    const std::string maker = type_key.empty() ? objects_.NameAt(object, "manufacturer", "dcim.manufacturer")
                                               : MakerBy(object, type_key, type_model);
    const std::string status = object.Text("status");
    if (status == "planned") return import_.Leave("NetBox: parts with status planned", object.span());
    const auto device = devices_.find(objects_.IdAt(object, "device"));
    if (device == devices_.end()) return import_.Leave("NetBox: parts of no element", object.span());
    if (maker.empty()) return import_.Leave("NetBox: parts without a manufacturer", object.span());
    if (maker != device->second.second) parts_[device->first][maker] = object.span();
  }

  void WriteParts() {
    for (const auto& [id, makers] : parts_) {
      const auto& [name, maker] = devices_[id];
      std::vector<std::string> names;
      for (const auto& [one, span] : makers) names.push_back(one);
      const base::Span span = makers.begin()->second;
      SetPartMakers(import_, import_.At(Section::kElements, name, span, ""), maker, names, span);
    }
  }

  /// The interface that an end is; nothing when it is none, or one of a device that is not here.
  std::optional<Port> PortOf(const Object& from, const End& end) {
    if (!from.file->Empty(end.nested) && from.file->Map(end.nested, "an end")) {
      const NodeRef device = from.file->tree().Find(end.nested, "device");
      Port port{from.file->Empty(device) ? "" : from.file->At(device, "name"),
                from.file->At(end.nested, "name")};
      if (!port.device.empty() && !port.interface.empty()) return port;
    }
    const Object* interface = objects_.Find("dcim.interface", end.id);
    if (interface == nullptr) return std::nullopt;
    const auto device = devices_.find(objects_.IdAt(*interface, "device"));
    Port port{device == devices_.end() ? objects_.NameAt(*interface, "device", "dcim.device")
                                       : device->second.first,
              interface->Text("name")};
    if (port.device.empty() || port.interface.empty()) return std::nullopt;
    return port;
  }

  void WritePath(const CablePath& path) {
    std::optional<Port> ports[2];
    const End* circuit = nullptr;
    for (int side = 0; side < 2; ++side) {
      const End& end = path.ends[side];
      const Object& object = *end.cable;
      if (end.type == "circuits.circuittermination") {
        circuit = &end;
      } else if (end.type == "dcim.interface") {
        ports[side] = PortOf(object, end);
        if (!ports[side])
          return import_.Leave("NetBox: cables to interfaces that are not here", object.span());
      } else {
        return import_.Leave(fmt::format("NetBox: cables that end at a {}", end.type), object.span());
      }
    }
    if (ports[0] && ports[1]) return Join(*ports[0], *ports[1], path.ends[0].cable->span());
    const std::optional<Port>& port = ports[0] ? ports[0] : ports[1];
    if (port && circuit != nullptr) circuit_ports_[circuit->id] = *port;
  }

  void Join(const Port& a, const Port& b, base::Span span) {
    for (const Port* port : {&a, &b}) {
      const auto kind = kinds_.find(port->device);
      if (kind == kinds_.end()) return import_.Leave("NetBox: cables to devices that are not elements", span);
      if (IsHostKind(kind->second)) host_ports_[port->device][port->interface];
    }
    import_.Join(a, b, span);
  }

  void WriteCircuits() {
    std::map<std::string, std::map<std::string, std::string>> terminations;  // circuit -> side -> id
    for (const Object* one : objects_.Of("circuits.circuittermination"))
      terminations[objects_.IdAt(*one, "circuit")][one->Text("term_side")] = one->id;
    for (const Object* one : objects_.Of("circuits.circuit")) {
      for (const auto& [key, side] : {std::pair("termination_a", "A"), std::pair("termination_z", "Z")}) {
        const std::string id = objects_.IdAt(*one, key);
        if (!id.empty()) terminations[one->id].emplace(side, id);
      }
      WriteCircuit(*one, terminations[one->id]);
    }
  }

  void WriteCircuit(const Object& object, const std::map<std::string, std::string>& terminations) {
    std::optional<Port> ends[2];
    for (int side = 0; side < 2; ++side) {
      const auto termination = terminations.find(side == 0 ? "A" : "Z");
      if (termination == terminations.end()) continue;
      const auto port = circuit_ports_.find(termination->second);
      if (port != circuit_ports_.end()) ends[side] = port->second;
    }
    const std::string status = object.Text("status"), cid = object.file->Needed(object.fields, "cid");
    const std::string provider = objects_.NameAt(object, "provider", "circuits.provider");
    if (status == "planned" || status == "provisioning" || status == "decommissioned")
      return import_.Leave(fmt::format("NetBox: circuits with status {}", status), object.span());
    if (!ends[0] || !ends[1])
      return import_.Leave("NetBox: circuits whose two ends are not both cabled to interfaces",
                           object.span());
    object.file->LeaveRest(object.fields, "NetBox circuits.circuit",
                           {"id", "url", "display", "display_url", "cid", "provider", "status",
                            "termination_a", "termination_z", "last_updated", "created"});
    Record& record = import_.At(Section::kCircuits, cid, object.span(), Because(object));
    std::vector<std::string> between;
    for (const auto& end : ends) between.push_back(fmt::format("{}[{}]", end->device, end->interface));
    import_.SetYaml(record, "between", ListOf(between), object.span());
    import_.Set(record, "operator", provider, object.span());
    import_.Set(record, "lessor", provider, object.span());
    Join(*ends[0], *ends[1], object.span());
  }

  void TakeAddress(const Object& object) {
    const NodeRef type = object.Field("assigned_object_type");
    if (object.file->Empty(type)) return import_.Leave("NetBox: addresses of no interface", object.span());
    if (objects_.TypeAt(object, type) != "dcim.interface")
      return import_.Leave("NetBox: addresses of virtual machines and groups", object.span());
    const auto port = PortOf(object, {"dcim.interface", object.Text("assigned_object_id"),
                                      object.Field("assigned_object"), &object});
    const auto kind = port ? kinds_.find(port->device) : kinds_.end();
    if (kind == kinds_.end())
      return import_.Leave("NetBox: addresses of devices that are not here", object.span());
    if (!IsHostKind(kind->second))
      return import_.Leave("NetBox: addresses of devices whose configuration says them", object.span());
    const std::string address = object.Text("address");
    if (!net::ParseHostPrefix(address))
      return object.file->Invalid(object.Field("address"),
                                  fmt::format("'{}' is not address/length", address));
    host_ports_[port->device][port->interface].push_back(address);
  }

  void WritePorts() {
    for (const auto& [device, ports] : host_ports_) {
      std::string text;
      for (const auto& [port, addresses] : ports) {
        const auto name = report::YamlName(port);
        if (!name) continue;
        text += fmt::format("{}{}: {{{}}}", text.empty() ? "" : ", ", *name,
                            addresses.empty() ? "" : "address: " + ListOf(addresses));
      }
      Record& record = import_.At(Section::kElements, device, {}, "");
      import_.SetYaml(record, "interfaces", "{" + text + "}", record.span);
    }
  }

  const Objects& objects_;
  Import& import_;
  Cabling cabling_;
  std::map<std::string, std::pair<std::string, std::string>, std::less<>> devices_;  ///< id -> name, maker
  std::map<std::string, std::string> kinds_;                                         ///< by device's name
  std::map<std::string, std::map<std::string, base::Span>> parts_;  ///< by device's id: makers
  std::map<std::string, Port> circuit_ports_;                       ///< by termination's id
  std::map<std::string, std::map<std::string, std::vector<std::string>>> host_ports_;
};

void Read(std::span<const Input> files, Import& import) {
  Objects objects(import);
  for (const Input& input : files) {
    if (input.source->name().ends_with(".csv"))
      ReadTable(*input.source, input.file, import);
    else
      objects.Load(input);
  }
  objects.CheckPages();
  Writer(objects, import).Write();
}

}  // namespace

const Importer kImporter = {
    "netbox", "NetBox: REST answers or fixture (JSON), tables of devices and cables (CSV)", &Read};

}  // namespace ringfence::importers::netbox
