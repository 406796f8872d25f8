#include "importers/netbox/objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/yaml_reader.h"

namespace ringfence::importers::netbox {
namespace {

using base::DiagnosticKind;
using base::NodeRef;
using base::ValueKind;

/// Endpoints of the REST interface and the models behind them. Others are left.
struct Endpoint {
  std::string_view path, model;
};
constexpr Endpoint kEndpoints[] = {
    {"dcim/devices", "dcim.device"},
    {"dcim/sites", "dcim.site"},
    {"dcim/manufacturers", "dcim.manufacturer"},
    {"dcim/device-types", "dcim.devicetype"},
    {"dcim/device-roles", "dcim.devicerole"},
    {"dcim/interfaces", "dcim.interface"},
    {"dcim/cables", "dcim.cable"},
    {"dcim/cable-terminations", "dcim.cabletermination"},
    {"dcim/front-ports", "dcim.frontport"},
    {"dcim/rear-ports", "dcim.rearport"},
    {"dcim/modules", "dcim.module"},
    {"dcim/module-types", "dcim.moduletype"},
    {"dcim/inventory-items", "dcim.inventoryitem"},
    {"circuits/circuits", "circuits.circuit"},
    {"circuits/providers", "circuits.provider"},
    {"circuits/circuit-terminations", "circuits.circuittermination"},
    {"tenancy/tenants", "tenancy.tenant"},
    {"tenancy/contacts", "tenancy.contact"},
    {"tenancy/contact-roles", "tenancy.contactrole"},
    {"tenancy/contact-assignments", "tenancy.contactassignment"},
    {"ipam/ip-addresses", "ipam.ipaddress"},
    {"extras/content-types", "contenttypes.contenttype"},
};

/// "dcim/devices" of ".../api/dcim/devices/12/"; "" for anything else.
std::string_view EndpointOf(std::string_view url) {
  const std::size_t api = url.find("/api/");
  if (api == std::string_view::npos) return {};
  const std::string_view path = url.substr(api + 5);
  const std::size_t slash = path.find('/');
  const std::size_t end = slash == std::string_view::npos ? slash : path.find('/', slash + 1);
  return end == std::string_view::npos ? std::string_view() : path.substr(0, end);
}

}  // namespace

std::string Object::Text(std::string_view key) const {
  const NodeRef node = Field(key);
  if (file->Empty(node)) return {};
  if (file->tree()[node].kind == ValueKind::kMap) return file->At(node, "value");
  return file->At(fields, key);
}

void Objects::Load(const Input& input) {
  auto tree = base::ReadYaml(*input.source, input.file, import_.diagnostics());
  if (!tree) return;
  trees_.push_back(*std::move(tree));
  File& file = files_.emplace_back(trees_.back(), FileNameOf(input.source->name()), import_);
  const NodeRef root = trees_.back().root();
  const NodeRef results = trees_.back().Find(root, "results");
  const NodeRef list = results.valid() ? results : root;
  if (trees_.back()[list].kind != ValueKind::kList)
    return file.WrongShape(list, "the file", "a list of objects, or an answer with 'results'");
  std::string endpoint;
  const std::size_t count = trees_.back()[list].entries.size();
  for (const base::ValueEntry& entry : trees_.back()[list].entries) {
    if (!file.Map(entry.value, "an object")) continue;
    if (trees_.back().Find(entry.value, "fields").valid())
      TakeFixture(file, entry.value);
    else
      TakeRest(file, entry.value, endpoint);
  }
  if (!results.valid()) return;
  const NodeRef stated = trees_.back().Find(root, "count");
  const auto number = file.Number(stated, "count");
  Page& page = pages_[endpoint];
  page.stated = std::max<std::size_t>(page.stated, number.value_or(0));
  page.seen += count;
  page.span = file.SpanOf(stated.valid() ? stated : root);
}

void Objects::CheckPages() {
  for (const auto& [endpoint, page] : pages_) {
    if (page.seen < page.stated)
      import_.Add(DiagnosticKind::kValueInvalid, page.span,
                  fmt::format("{} of {} objects of '{}' are here", page.seen, page.stated, endpoint),
                  "Ask for all of them (?limit=0), or give all pages.");
  }
}

void Objects::TakeRest(File& file, NodeRef object, std::string& endpoint) {
  const std::string url = file.Needed(object, "url"), id = file.Needed(object, "id");
  if (url.empty() || id.empty()) return;
  endpoint = EndpointOf(url);
  if (endpoint.empty())
    return file.Invalid(file.tree().Find(object, "url"), fmt::format("'{}' is no place below /api/", url));
  const auto known = std::ranges::find(kEndpoints, endpoint, &Endpoint::path);
  if (known == std::end(kEndpoints))
    return import_.Leave(fmt::format("NetBox: objects of {}", endpoint), file.SpanOf(object));
  Take(file, std::string(known->model), id, object);
}

void Objects::TakeFixture(File& file, NodeRef object) {
  const std::string model = file.Needed(object, "model"), id = file.Needed(object, "pk");
  const NodeRef fields = file.tree().Find(object, "fields");
  if (model.empty() || id.empty() || !file.Map(fields, "fields")) return;
  if (std::ranges::find(kEndpoints, model, &Endpoint::model) == std::end(kEndpoints))
    return import_.Leave(fmt::format("NetBox: objects of {}", model), file.SpanOf(object));
  Take(file, model, id, fields);
}

void Objects::Take(File& file, std::string model, std::string id, NodeRef fields) {
  const base::Span span = file.SpanOf(fields);
  const auto [at, fresh] = objects_[model].emplace(id, Object{model, id, &file, fields});
  if (!fresh)
    import_.diagnostics().Add({DiagnosticKind::kNameDuplicate,
                               span,
                               fmt::format("{} {} stands here twice", model, id),
                               {at->second.span()}});
}

std::vector<const Object*> Objects::Of(std::string_view model) const {
  std::vector<const Object*> objects;
  const auto at = objects_.find(model);
  if (at == objects_.end()) return objects;
  for (const auto& [id, object] : at->second) objects.push_back(&object);
  return objects;
}

const Object* Objects::Find(std::string_view model, std::string_view id) const {
  const auto at = objects_.find(model);
  if (at == objects_.end()) return nullptr;
  const auto object = at->second.find(id);
  return object == at->second.end() ? nullptr : &object->second;
}

std::string Objects::NameAt(const Object& object, std::string_view key, std::string_view model) const {
  const NodeRef node = object.Field(key);
  if (object.file->Empty(node)) return {};
  if (object.file->tree()[node].kind == ValueKind::kMap) {
    for (const char* name : {"name", "cid", "display"}) {
      const std::string text = object.file->At(node, name);
      if (!text.empty()) return text;
    }
    return object.file->Invalid(node, fmt::format("'{}' has no name", key)), std::string();
  }
  const std::string id = object.file->At(object.fields, key);
  const Object* other = Find(model, id);
  if (other != nullptr) return other->Text("name");
  if (!id.empty())
    object.file->Add(DiagnosticKind::kNameUnknown, object.file->SpanOf(node),
                     fmt::format("there is no {} {} in these files", model, id));
  return {};
}

std::string Objects::IdAt(const Object& object, std::string_view key) const {
  const NodeRef node = object.Field(key);
  if (object.file->Empty(node)) return {};
  if (object.file->tree()[node].kind == ValueKind::kMap) return object.file->At(node, "id");
  return object.file->At(object.fields, key);
}

std::string Objects::TypeAt(const Object& object, NodeRef node) const {
  if (object.file->Empty(node)) return {};
  const base::ValueTree& tree = object.file->tree();
  if (tree[node].kind == ValueKind::kList) {
    const std::vector<NodeRef> parts = tree.Items(node);
    if (parts.size() == 2) return fmt::format("{}.{}", tree.TextOf(parts[0]), tree.TextOf(parts[1]));
  }
  const std::string text(tree.TextOf(node));
  if (text.contains('.')) return text;
  const Object* type = Find("contenttypes.contenttype", text);
  if (type != nullptr) return type->Text("app_label") + "." + type->Text("model");
  object.file->Add(DiagnosticKind::kNameUnknown, object.file->SpanOf(node),
                   fmt::format("content type {} is not in these files", text),
                   "Export with 'dumpdata --natural-foreign', or with the content types.");
  return {};
}

}  // namespace ringfence::importers::netbox
