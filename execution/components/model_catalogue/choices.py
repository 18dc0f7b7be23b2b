"""What a user may choose among: which providers can be asked, which models are switched on. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from execution.components.model_catalogue.known_models import KNOWN_MODELS, KnownModel, ModelKind
from execution.components.model_catalogue.providers import CATALOGUE_PROVIDERS, CatalogueProvider

ON_AT_FIRST = 5
"""How many models of each kind a provider offers to users who switched nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelName:
    """A model of a provider; two providers may have models of one name."""

    provider: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserModels:
    """The catalogue as one user has it."""

    configured: frozenset[str]
    """Names of the providers whose variables the user has."""
    switches: Mapping[ModelName, bool] = field(default_factory=dict)
    """Models that the user switched on or off; the others are as they are at first."""
    defaults: Mapping[ModelKind, ModelName] = field(default_factory=dict)
    own_models: Mapping[str, tuple[KnownModel, ...]] = field(default_factory=dict)
    """Provider -> the models that its server really has, where that is known."""

    def models_of(self, provider: str) -> tuple[KnownModel, ...]:
        return self.own_models.get(provider, KNOWN_MODELS[provider])

    def is_switched_on(self, provider: str, model: KnownModel) -> bool:
        """Whether the user wants the model, if its provider can be asked."""
        if not model.is_offered:
            return False
        switched = self.switches.get(ModelName(provider=provider, model=model.name))
        return model in on_at_first(self.models_of(provider), model.kind) if switched is None else switched

    def is_enabled(self, provider: str, model: KnownModel) -> bool:
        return provider in self.configured and self.is_switched_on(provider, model)

    def has_enabled_models(self, provider: str) -> bool:
        return any(self.is_enabled(provider, model) for model in self.models_of(provider))

    def switched_on(self, kind: ModelKind) -> Iterator[tuple[CatalogueProvider, KnownModel]]:
        """Give the models of that kind that may be chosen. Whoever has no provider yet sees all, to choose one."""
        for name in KNOWN_MODELS:
            if self.configured and name not in self.configured:
                continue
            for model in self.models_of(name):
                if model.kind is kind and self.is_switched_on(name, model):
                    yield CATALOGUE_PROVIDERS[name], model

    def providers_to_set_up(self, kind: ModelKind) -> Iterator[CatalogueProvider]:
        """Give the providers that have models of that kind and cannot be asked yet; none while all are shown."""
        for name, models in KNOWN_MODELS.items():
            if self.configured and name not in self.configured and any(model.kind is kind for model in models):
                yield CATALOGUE_PROVIDERS[name]


def on_at_first(models: Sequence[KnownModel], kind: ModelKind) -> tuple[KnownModel, ...]:
    """Return the models that a user who switched nothing is offered."""
    return tuple(model for model in models if model.kind is kind and model.is_offered)[:ON_AT_FIRST]
