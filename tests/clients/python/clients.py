"""The official Python clients, each behind the same few functions; their own code is used as it is."""

import contextlib
import importlib
import json
import time
from datetime import datetime, timedelta
from unittest import mock

import alibabacloud_dbs20190306.models as typed
import alibabacloud_tea_openapi.utils as tea_utils
import aliyunsdkdbs.request.v20190306 as old_requests
from alibabacloud_dbs20190306.client import Client as TeaClient
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.utils_models import Config
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.client import AcsClient


class Refused(Exception):
    """The service did not do what was asked: what the client made of its answer."""

    def __init__(self, status, code, message):
        super().__init__("%s %s: %s" % (status, code, message))
        self.status, self.code, self.message = status, code, message


class Tea:
    """`alibabacloud_dbs20190306`: typed requests; signs V3, or V1 when it is told `v2`."""

    wrong_secret = "SignatureDoesNotMatch"
    wire = ("POST", "V3", "query")
    # The last reply as the client's own model.
    body = None

    def __init__(self, endpoint, key_id, secret, algorithm=None):
        self.client = TeaClient(Config(
            access_key_id=key_id, access_key_secret=secret, endpoint=endpoint, protocol="http",
            region_id="cn-hangzhou", signature_algorithm=algorithm,
        ))

    @staticmethod
    def methods():
        """The methods of the client that are operations, each by the name of its operation in small letters."""
        names = [name.removesuffix("_with_options") for name in dir(TeaClient) if name.endswith("_with_options")]
        return {name.replace("_", ""): name for name in names}

    def call(self, operation, parameters):
        arguments = []
        # An operation without parameters has no request.
        if hasattr(typed, operation + "Request"):
            request = getattr(typed, operation + "Request")().from_map(parameters)
            # The typed request drops what it does not have without a word.
            assert request.to_map() == parameters, "%s cannot say all of %s" % (operation, parameters)
            arguments.append(request)
        try:
            self.body = getattr(self.client, self.methods()[operation.lower()])(*arguments).body
            return self.body.to_map()
        except AlibabaCloudException as error:
            raise Refused(error.status_code, error.code, error.message) from None


class TeaV1(Tea):
    """The same, signing V1."""

    wire = ("POST", "V1", "query")

    def __init__(self, endpoint, key_id, secret):
        super().__init__(endpoint, key_id, secret, algorithm="v2")


class Old:
    """`aliyun-python-sdk-dbs`: a setter for each parameter; signs V1."""

    # When the service signed the same text as the client, the client says that it can only be the secret.
    wrong_secret = "InvalidAccessKeySecret"
    wire = ("POST", "V1", "query")

    def __init__(self, endpoint, key_id, secret):
        self.host, port = endpoint.rsplit(":", 1)
        self.client = AcsClient(key_id, secret, "cn-hangzhou", port=int(port))

    def call(self, operation, parameters):
        module = importlib.import_module("%s.%sRequest" % (old_requests.__name__, operation))
        request = getattr(module, operation + "Request")()
        request.set_endpoint(self.host)
        for name, value in parameters.items():
            getattr(request, "set_" + name)(value)
        try:
            return json.loads(self.client.do_action_with_exception(request))
        except ServerException as error:
            raise Refused(error.get_http_status(), error.get_error_code(), error.get_error_msg()) from None


CLIENTS = {"python-v3": Tea, "python-v1": TeaV1, "python-old": Old}


@contextlib.contextmanager
def clock_off_by(seconds):
    """The clock of this process as the clients read it, so many seconds off."""
    offset = timedelta(seconds=seconds)
    real_gmtime = time.gmtime

    class Clock(datetime):
        @classmethod
        def utcnow(cls):
            return datetime.utcnow() + offset

    def gmtime(moment=None):
        return real_gmtime(time.time() + seconds if moment is None else moment)

    with mock.patch.object(tea_utils, "datetime", Clock), mock.patch.object(time, "gmtime", gmtime):
        yield
