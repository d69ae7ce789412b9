"""How a training reads its files and packs its model: as Rasa does, but each thing once."""

from __future__ import annotations

import tarfile
import tempfile
from pathlib import Path
from typing import Optional, Union

from rasa.engine.graph import GraphModelConfiguration
from rasa.engine.storage.local_model_storage import (
    MODEL_ARCHIVE_COMPONENTS_DIR,
    MODEL_ARCHIVE_METADATA_FILE,
    LocalModelStorage,
)
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class FilesReadOnce(RasaFileImporter):
    """Rasa's reader of the project's files, without what Rasa wraps around it.

    The wrappers merge in data of kinds that this project has none of, five times over; each time
    they copy every question and hash it. Rasa also asks for the same data again and again.
    """

    def __init__(self, config_file: str, domain_path: str, training_data_paths: list[str]) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        self._questions: Optional[TrainingData] = None
        self._domain: Optional[Domain] = None

    def get_nlu_data(self, language: Optional[str] = "en") -> TrainingData:
        """The questions, in whatever language, as there is but one."""
        if self._questions is None:
            self._questions = super().get_nlu_data(language)
        return self._questions

    def get_domain(self) -> Domain:
        """The domain; Rasa warns of actions whose response is missing."""
        if self._domain is None:
            self._domain = super().get_domain()
            self._domain.check_missing_responses()
        return self._domain


class QuicklyPacked(LocalModelStorage):
    """Rasa's storage of a model, packed without long search: numbers hardly shrink."""

    def create_model_package(
        self,
        model_archive_path: Union[str, Path],
        model_configuration: GraphModelConfiguration,
        domain: Domain,
    ) -> ModelMetadata:
        """Pack the components and their metadata into the archive that Rasa loads."""
        path = Path(model_archive_path)
        path.parent.mkdir(parents=True, exist_ok=True)
        metadata = self._create_model_metadata(domain, model_configuration)
        with tempfile.TemporaryDirectory() as folder:
            self._persist_metadata(metadata, Path(folder))
            with tarfile.open(path, "w:gz", compresslevel=1) as archive:
                archive.add(self._storage_path, MODEL_ARCHIVE_COMPONENTS_DIR)
                described = Path(folder) / MODEL_ARCHIVE_METADATA_FILE
                archive.add(described, MODEL_ARCHIVE_METADATA_FILE)
        return metadata
